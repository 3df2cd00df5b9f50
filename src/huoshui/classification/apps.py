from django.apps import AppConfig

from huoshui.kernel.subscriptions import subscribe


class ClassificationConfig(AppConfig):
    name = "huoshui.classification"
    label = "classification"
    verbose_name = "产业归属"

    def ready(self) -> None:
        from huoshui.classification import details, jobs  # apps must be ready before rooms are imported
        from huoshui.classification.events import TableSwitched
        from huoshui.patents.events import PatentsLoaded
        from huoshui.patents.sections import add_section

        subscribe(PatentsLoaded, jobs.on_patents_loaded)
        subscribe(TableSwitched, jobs.on_table_switched)
        add_section("产业归属", "classification.view", "classification/section.html", details.patent_section, order=60)
