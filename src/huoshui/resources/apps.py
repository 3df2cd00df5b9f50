"""Subscribes to the directory, the base library and the inventory, and to its own changes for the search index."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class ResourcesConfig(AppConfig):
    name = "huoshui.resources"
    label = "resources"
    verbose_name = "转化资源库"

    def ready(self) -> None:
        from huoshui.inventory.events import DossiersAccepted, DossiersReopened
        from huoshui.orgs.events import OrganisationsMerged, OrganisationsMoved, OrganisationsRenamed
        from huoshui.patents.events import PatentsLoaded, RightsChanged
        from huoshui.resources.events import EntriesPublished, EntriesWithdrawn

        subscribe(DossiersAccepted, publish_accepted)
        subscribe(DossiersReopened, withdraw_reopened)
        subscribe(PatentsLoaded, refresh_loaded)
        subscribe(RightsChanged, refresh_rights)
        subscribe(OrganisationsRenamed, follow_organisations)
        subscribe(OrganisationsMoved, follow_organisations)
        subscribe(OrganisationsMerged, follow_merged)
        subscribe(EntriesPublished, index_changes)
        subscribe(EntriesWithdrawn, index_changes)


def publish_accepted(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs  # apps must be ready before rooms are imported

    jobs.publish_accepted(actor, payload["dossier_ids"])


def withdraw_reopened(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs

    jobs.withdraw_reopened(actor, payload["dossier_ids"])


def refresh_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs

    jobs.refresh_loaded(actor, payload["import_run_id"], payload.get("part"))


def refresh_rights(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs

    jobs.refresh_rights(actor, payload["patent_ids"])


def follow_organisations(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs

    jobs.follow_organisations(actor, payload["organisation_ids"])


def follow_merged(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs

    jobs.follow_organisations(actor, [payload["kept"], payload["merged"]])


def index_changes(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.resources import jobs

    jobs.index_changes(actor)
