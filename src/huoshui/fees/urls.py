from django.urls import path

from huoshui.fees import pages

urlpatterns = [
    path("", pages.fee_list, name="fees"),
    path("calendar.ics", pages.calendar, name="fees-calendar"),
    path("reduction/", pages.reduction, name="fees-reduction"),
    path("drop/", pages.drop, name="fees-drop"),
    path("<int:patent_id>/", pages.patent, name="fees-patent"),
    path("<int:patent_id>/paid/", pages.paid, name="fees-paid"),
    path("<int:patent_id>/take-back/", pages.take_back, name="fees-take-back"),
]
