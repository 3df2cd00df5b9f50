from django.urls import path

from huoshui.rights import pages

urlpatterns = [
    path("", pages.event_list, name="legal-events"),
    path("import/", pages.upload, name="legal-events-import"),
    path("import/<int:run_id>/", pages.import_run, name="legal-events-run"),
    path("import/<int:run_id>/confirm/", pages.confirm, name="legal-events-confirm"),
]
