"""Subscribes to its own changes, to take along what was written while they were made."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe
from huoshui.orgs.events import OrganisationsMerged, OrganisationsMoved


class OrgsConfig(AppConfig):
    name = "huoshui.orgs"
    label = "orgs"
    verbose_name = "单位"

    def ready(self) -> None:
        subscribe(OrganisationsMoved, follow_moved)
        subscribe(OrganisationsMerged, follow_merged)


def follow_moved(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.orgs import actions  # apps must be ready before rooms are imported

    actions.follow_changes(actor, organisation_ids=payload["organisation_ids"])


def follow_merged(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.orgs import actions

    actions.follow_changes(actor, organisation_ids=[payload["merged"]])
