from django.urls import path

from huoshui.inventory import pages, rule_pages

urlpatterns = [
    path("", pages.dossier_list, name="dossiers"),
    path("next/", pages.next_dossier, name="dossier-next"),
    path("sheet/", pages.sheet, name="dossier-sheet"),
    path("batch/", pages.batch, name="dossier-batch"),
    path("assign/", pages.assign, name="dossier-assign"),
    path("review/", pages.review, name="dossier-review"),
    path("rules/", rule_pages.rules, name="inventory-rules"),
    path("rules/scope/", rule_pages.set_scope, name="inventory-scope"),
    path("rules/priorities/", rule_pages.add_priority, name="inventory-priority-add"),
    path("rules/priorities/file/", rule_pages.load_priorities, name="inventory-priority-load"),
    path("rules/priorities/<int:priority_id>/drop/", rule_pages.drop_priority, name="inventory-priority-drop"),
    path("<int:dossier_id>/", pages.dossier, name="dossier"),
    path("<int:dossier_id>/reopen/", pages.reopen, name="dossier-reopen"),
]
