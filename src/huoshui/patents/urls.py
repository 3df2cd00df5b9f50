from django.urls import path

from huoshui.patents import import_pages, pages

urlpatterns = [
    path("", pages.patent_list, name="patents"),
    path("institutions/", pages.institutions, name="patents-institutions"),
    path("import/", import_pages.upload, name="patents-import"),
    path("import/<int:run_id>/", import_pages.import_run, name="patents-import-run"),
    path("import/<int:run_id>/columns/", import_pages.columns, name="patents-import-columns"),
    path("import/<int:run_id>/progress/", import_pages.progress, name="patents-import-progress"),
    path("import/<int:run_id>/rows/", import_pages.import_rows, name="patents-import-rows"),
    path("import/<int:run_id>/changes/", import_pages.changes, name="patents-import-changes"),
    path("import/<int:run_id>/errors/", import_pages.errors, name="patents-import-errors"),
    path("import/<int:run_id>/confirm/", import_pages.confirm, name="patents-import-confirm"),
    path("<int:patent_id>/", pages.patent, name="patent"),
]
