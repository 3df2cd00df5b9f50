from django.urls import path

from huoshui.classification import pages

urlpatterns = [
    path("", pages.figures, name="industry-figures"),
    path("tables/", pages.tables, name="reference-tables"),
    path("tables/switch/", pages.switch, name="reference-switch"),
    path("tables/<int:edition_id>/", pages.edition, name="reference-table"),
]
