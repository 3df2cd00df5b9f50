from django.urls import path

from huoshui.funding import pages

urlpatterns = [
    path("", pages.funding_list, name="funding"),
    path("sheet/", pages.sheet, name="funding-sheet"),
    path("sheet/template/", pages.template, name="funding-template"),
    path("report/", pages.annual_report, name="funding-report"),
    path("<int:patent_id>/", pages.patent, name="funding-patent"),
    path("<int:patent_id>/declare/", pages.declare, name="funding-declare"),
    path("<int:patent_id>/withdraw/", pages.withdraw, name="funding-withdraw"),
    path("<int:patent_id>/projects/", pages.add_project, name="funding-add-project"),
    path("<int:patent_id>/projects/<int:project_id>/remove/", pages.remove_project, name="funding-remove-project"),
    path("<int:patent_id>/reasons/", pages.give_reason, name="funding-give-reason"),
    path("<int:patent_id>/reasons/<int:reason_id>/end/", pages.take_back_reason, name="funding-take-back-reason"),
]
