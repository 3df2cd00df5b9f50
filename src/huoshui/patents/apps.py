"""Subscribes to the directory, and to its own changes for the search index."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe
from huoshui.orgs.events import OrganisationsConfirmed, OrganisationsMerged, OrganisationsMoved


class PatentsConfig(AppConfig):
    name = "huoshui.patents"
    label = "patents"
    verbose_name = "存量专利基础库"

    def ready(self) -> None:
        from huoshui.patents.events import FacetsChanged, PatentsLoaded, PatentsPlaced, RightsChanged
        from huoshui.patents.jobs import on_organisations_confirmed

        subscribe(OrganisationsConfirmed, on_organisations_confirmed)
        subscribe(OrganisationsMoved, follow_moved)
        subscribe(OrganisationsMerged, follow_merged)
        subscribe(FacetsChanged, follow_facets)
        subscribe(PatentsLoaded, follow_loaded)
        subscribe(PatentsPlaced, follow_changed)
        subscribe(RightsChanged, follow_changed)


def follow_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.patents import jobs  # apps must be ready before rooms are imported

    jobs.let_loaded_wait(actor, payload["import_run_id"], payload["part"])


def follow_facets(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.patents import jobs

    jobs.let_everything_wait()


def follow_changed(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.patents import jobs

    jobs.let_changed_wait(payload["patent_ids"])


def follow_moved(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.patents import jobs

    jobs.let_organisations_wait(actor, payload["organisation_ids"])


def follow_merged(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.patents import jobs

    jobs.let_organisations_wait(actor, [payload["kept"], payload["merged"]])
