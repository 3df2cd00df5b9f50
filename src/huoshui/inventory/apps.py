"""Listens for loaded patents, which get dossiers, for confirmed claims, for inventors who come or go, and to itself:
what accepted dossiers say of funding and use is told to the room below that keeps it."""

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
        from huoshui.classification.events import TableSwitched
        from huoshui.enrolment.events import ClaimApproved
        from huoshui.inventory import held
        from huoshui.inventory.events import DossiersAccepted, RulesChanged
        from huoshui.patents.events import PatentsLoaded  # apps must be ready before rooms are imported

        subscribe(PatentsLoaded, open_for_loaded)
        subscribe(RulesChanged, follow_rules)
        subscribe(TableSwitched, follow_tables)
        subscribe(ClaimApproved, entrust_claimed)
        subscribe(StandingChanged, follow_standing)
        subscribe(DossiersAccepted, tell_funding)
        held.register()


def open_for_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.follow_load(actor, payload["import_run_id"], payload["part"])


def follow_rules(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.follow_rules(actor, org_id=payload["org_id"], role=payload["role"])


def follow_tables(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.follow_tables(actor)


def entrust_claimed(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.entrust_claimed(actor, user_id=payload["user_id"], patent_id=payload["patent_id"])


def follow_standing(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import entrusting

    entrusting.follow_standing(actor, institution_id=payload["institution_id"], user_ids=payload["user_ids"])


def tell_funding(actor: Actor, payload: dict[str, Any]) -> None:
    from huoshui.inventory import jobs

    jobs.tell_funding(actor, payload["dossier_ids"])
