from django.urls import path

from huoshui.watches import pages

urlpatterns = [
    path("", pages.watches, name="watches"),
    path("new/", pages.new, name="watch-new"),
    path("<int:watch_id>/", pages.watch, name="watch"),
    path("<int:watch_id>/change/", pages.change, name="watch-change"),
    path("<int:watch_id>/seen/", pages.seen, name="watch-seen"),
    path("<int:watch_id>/drop/", pages.drop, name="watch-drop"),
]
