"""Listens to loads and to the directory: both change what waits for a person."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class CurationConfig(AppConfig):
    name = "huoshui.curation"
    label = "curation"
    verbose_name = "数据质量与复核"

    def ready(self) -> None:
        from huoshui.orgs.events import OrganisationsConfirmed, OrganisationsMerged, OrganisationsMoved
        from huoshui.patents.events import PatentsLoaded  # apps must be ready before rooms are imported

        subscribe(PatentsLoaded, follow_loaded)
        subscribe(OrganisationsConfirmed, follow_organisations)
        subscribe(OrganisationsMoved, follow_organisations)
        subscribe(OrganisationsMerged, follow_merged)


def follow_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.curation import jobs

    jobs.refresh(actor, payload["org_ids"])


def follow_organisations(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.curation import jobs

    jobs.refresh(actor, payload["organisation_ids"])


def follow_merged(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.curation import jobs

    jobs.refresh(actor, [payload["kept"], payload["merged"]])
