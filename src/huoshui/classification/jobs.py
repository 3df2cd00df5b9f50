"""Work that follows loaded patents and switched tables."""

from typing import Any

from huoshui.classification.actions import count_anew
from huoshui.classification.active import forget
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents


def on_patents_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    count_anew(actor, org_ids=payload["org_ids"])


def on_table_switched(actor: Actor, payload: dict[str, Any]) -> None:
    """Institution by institution, so that no transaction grows with the country."""
    forget()
    with scope(actor):
        org_ids = [one.org_id for one in patents.totals_by_institution(actor)]
    for org_id in org_ids:
        count_anew(actor, org_ids=[org_id])
