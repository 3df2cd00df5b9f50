from django.urls import path

from huoshui.matching import pages

urlpatterns = [
    path("", pages.matches, name="matches"),
    path("candidates/<int:candidate_id>/", pages.candidate, name="match-candidate"),
]
