from django.urls import path

from huoshui.resources import pages

catalogue_urls = [
    path("", pages.catalogue, name="catalogue"),
    path("<str:number>/", pages.catalogue_entry, name="catalogue-entry"),
]

urlpatterns = [
    path("", pages.library, name="library"),
    path("<int:entry_id>/", pages.library_entry, name="library-entry"),
    path("<int:entry_id>/withdraw/", pages.withdraw, name="library-withdraw"),
    path("<int:entry_id>/relist/", pages.relist, name="library-relist"),
]
