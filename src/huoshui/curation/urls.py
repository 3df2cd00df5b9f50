from django.urls import path

from huoshui.curation import pages

urlpatterns = [
    path("", pages.quality, name="quality"),
    path("stale/", pages.stale, name="curation-stale"),
    path("conflicts/", pages.conflicts, name="curation-conflicts"),
    path("conflicts/settle/", pages.settle_conflicts, name="curation-conflicts-settle"),
    path("names/", pages.names, name="curation-names"),
    path("names/settle/", pages.settle_chosen, name="curation-names-settle"),
    path("names/<int:review_id>/", pages.name, name="curation-name"),
]
