from typing import Any

from django.apps import AppConfig

from huoshui.kernel.subscriptions import subscribe

LABELS = {"industry": "国民经济行业", "sei": "战略性新兴产业", "wipo": "WIPO 技术领域", "intensive": "专利密集型产业"}


class ClassificationConfig(AppConfig):
    name = "huoshui.classification"
    label = "classification"
    verbose_name = "产业归属"

    def ready(self) -> None:
        from huoshui.classification import details, jobs  # apps must be ready before rooms are imported
        from huoshui.classification.events import TableSwitched
        from huoshui.patents import public as patents
        from huoshui.patents.events import PatentsLoaded
        from huoshui.patents.sections import add_section

        subscribe(PatentsLoaded, jobs.on_patents_loaded)
        subscribe(TableSwitched, jobs.on_table_switched)
        patents.add_facets(LABELS, _values, _word)
        add_section("产业归属", "classification.view", "classification/section.html", details.patent_section, order=60)


def _values(subject: Any) -> dict[str, list[str]]:
    from huoshui.classification.public import facet_values

    return facet_values(subject)


def _word(facet: str, code: str) -> str:
    from huoshui.classification.public import facet_label

    return f"{code} {facet_label(facet, code)}".strip()
