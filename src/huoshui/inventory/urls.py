from django.urls import path

from huoshui.inventory import pages

urlpatterns = [
    path("", pages.dossier_list, name="dossiers"),
    path("next/", pages.next_dossier, name="dossier-next"),
    path("sheet/", pages.sheet, name="dossier-sheet"),
    path("batch/", pages.batch, name="dossier-batch"),
    path("assign/", pages.assign, name="dossier-assign"),
    path("review/", pages.review, name="dossier-review"),
    path("<int:dossier_id>/", pages.dossier, name="dossier"),
    path("<int:dossier_id>/reopen/", pages.reopen, name="dossier-reopen"),
]
