"""Subscribes to the directory, the profiles and the resource library: what changes there asks for a new run."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class MatchingConfig(AppConfig):
    name = "huoshui.matching"
    label = "matching"
    verbose_name = "供需匹配"

    def ready(self) -> None:
        from huoshui.enterprises.events import ProfilesChanged
        from huoshui.orgs.events import OrganisationsMerged, OrganisationsMoved, OrganisationsRenamed
        from huoshui.resources.events import EntriesPublished, EntriesWithdrawn

        subscribe(EntriesPublished, ask_for_run)
        subscribe(EntriesWithdrawn, ask_for_run)
        for event in (ProfilesChanged, OrganisationsRenamed, OrganisationsMoved, OrganisationsMerged):
            subscribe(event, ask_for_run)


def ask_for_run(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.matching import jobs

    jobs.ask_for_run()
