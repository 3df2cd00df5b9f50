"""Subscribes to the base library, whose patents get their dossiers, and to claims, whose dossiers get their inventor."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class InventoryConfig(AppConfig):
    name = "huoshui.inventory"
    label = "inventory"
    verbose_name = "盘点"

    def ready(self) -> None:
        from huoshui.enrolment.events import ClaimApproved
        from huoshui.patents.events import PatentsLoaded  # apps must be ready before rooms are imported

        subscribe(PatentsLoaded, open_for_loaded)
        subscribe(ClaimApproved, entrust_claimed)


def open_for_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.open_missing(actor, payload["org_ids"])


def entrust_claimed(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.entrust_claimed(actor, user_id=payload["user_id"], patent_id=payload["patent_id"])
