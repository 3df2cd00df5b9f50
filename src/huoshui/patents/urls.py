from django.urls import path

from huoshui.patents import pages

urlpatterns = [
    path("", pages.patent_list, name="patents"),
    path("institutions/", pages.institutions, name="patents-institutions"),
    path("import/", pages.upload, name="patents-import"),
    path("import/<int:run_id>/", pages.import_run, name="patents-import-run"),
    path("import/<int:run_id>/confirm/", pages.confirm, name="patents-import-confirm"),
    path("<int:patent_id>/", pages.patent, name="patent"),
]
