"""Follows its own loads and those of the base library; shows itself on the page of a patent."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class RightsConfig(AppConfig):
    name = "huoshui.rights"
    label = "rights"
    verbose_name = "权利状态"

    def ready(self) -> None:
        from huoshui.patents.events import PatentsLoaded
        from huoshui.patents.sections import add_section
        from huoshui.rights import details
        from huoshui.rights.events import EventsLoaded

        subscribe(EventsLoaded, recompute)
        subscribe(PatentsLoaded, follow_load)
        add_section("权利状态", "rights.view", "rights/section.html", details.section_context, 10)


def recompute(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.rights import jobs  # apps must be ready before rooms are imported

    jobs.recompute(actor, payload["patent_ids"])


def follow_load(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.rights import jobs

    jobs.follow_load(actor, payload["import_run_id"], payload["part"])
