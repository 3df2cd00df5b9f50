from django.urls import path

from huoshui.orgs import pages

urlpatterns = [
    path("", pages.organisation_list, name="organisations"),
    path("open/", pages.open_page, name="organisation-open"),
    path("import/", pages.import_page, name="organisations-import"),
    path("duplicates/", pages.duplicates, name="organisation-duplicates"),
    path("<int:organisation_id>/", pages.organisation, name="organisation"),
    path("<int:organisation_id>/rename/", pages.rename, name="organisation-rename"),
    path("<int:organisation_id>/names/", pages.names, name="organisation-names"),
    path("<int:organisation_id>/edit/", pages.edit, name="organisation-edit"),
    path("<int:organisation_id>/move/", pages.move, name="organisation-move"),
    path("<int:organisation_id>/merge/", pages.merge, name="organisation-merge"),
    path("<int:organisation_id>/close/", pages.close, name="organisation-close"),
]
