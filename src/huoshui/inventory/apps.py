"""Listens for loaded patents, which get dossiers, for confirmed claims, and for inventors who come or go."""

from typing import Any

from django.apps import AppConfig

from huoshui.kernel.actor import Actor
from huoshui.kernel.subscriptions import subscribe


class InventoryConfig(AppConfig):
    name = "huoshui.inventory"
    label = "inventory"
    verbose_name = "盘点"

    def ready(self) -> None:
        from huoshui.accounts.events import StandingChanged
        from huoshui.enrolment.events import ClaimApproved
        from huoshui.inventory import held
        from huoshui.patents.events import PatentsLoaded  # apps must be ready before rooms are imported

        subscribe(PatentsLoaded, open_for_loaded)
        subscribe(ClaimApproved, entrust_claimed)
        subscribe(StandingChanged, follow_standing)
        held.register()


def open_for_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.open_loaded(actor, payload["import_run_id"], payload.get("part"))


def entrust_claimed(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.entrust_claimed(actor, user_id=payload["user_id"], patent_id=payload["patent_id"])


def follow_standing(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import entrusting

    entrusting.follow_standing(actor, institution_id=payload["institution_id"], user_ids=payload["user_ids"])
