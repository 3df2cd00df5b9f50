"""The door of the inventory."""

from collections.abc import Iterable
from dataclasses import dataclass

from huoshui.display.parts import Table
from huoshui.inventory import details, queries, states
from huoshui.inventory.actions import (
    assign_dossiers,
    fill_dossiers,
    open_dossiers,
    register_dossiers,
    reopen_dossiers,
    review_dossiers,
    submit_dossier,
)
from huoshui.inventory.models import Dossier
from huoshui.inventory.scope_rules import Wanted
from huoshui.inventory.scoping import add_priorities
from huoshui.kernel.actor import Actor

__all__ = [
    "STATE_LABELS",
    "InstitutionCount",
    "PublishedFields",
    "Wanted",
    "add_priorities",
    "assign_dossiers",
    "counts_by_institution",
    "counts_by_state",
    "dossier_ids_by_number",
    "dossier_ids_of_patents",
    "fill_dossiers",
    "first_waiting",
    "open_dossiers",
    "patent_ids_of",
    "published_fields",
    "register_dossiers",
    "reopen_dossiers",
    "review_dossiers",
    "rolling_waiting",
    "submit_dossier",
    "waiting_table",
]

STATE_LABELS = states.LABELS


@dataclass(frozen=True, slots=True)
class PublishedFields:
    """What an accepted dossier says to the public. The self-grade of its owner stays inside."""

    dossier_id: int
    patent_id: int
    org_id: int
    willingness: tuple[str, ...]
    implementation: str
    maturity: str
    scene: str
    prospects: str
    industry_codes: tuple[str, ...]
    demonstration: bool


@dataclass(frozen=True, slots=True)
class InstitutionCount:
    """How many dossiers of an institution stand where. `offered`: accepted with at least one way of conversion."""

    org_id: int
    by_state: dict[str, int]
    offered: int

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def accepted(self) -> int:
        return self.by_state[states.ACCEPTED]


def published_fields(dossier_ids: Iterable[int]) -> dict[int, PublishedFields]:
    """Only accepted dossiers answer; one that has been reopened meanwhile is missing."""
    rows = Dossier.objects.filter(pk__in=list(dossier_ids), state=states.ACCEPTED)
    return {row.pk: _published(row) for row in rows}


def counts_by_institution(actor: Actor) -> list[InstitutionCount]:
    found: dict[int, InstitutionCount] = {}
    for row in queries.counts_by_institution(actor):
        one = found.get(row["org_id"]) or InstitutionCount(row["org_id"], dict.fromkeys(states.LABELS, 0), 0)
        one.by_state[row["state"]] += row["n"]
        offered = row["n"] if row["state"] == states.ACCEPTED and row["willing"] else 0
        found[row["org_id"]] = InstitutionCount(one.org_id, one.by_state, one.offered + offered)
    return list(found.values())


def counts_by_state(actor: Actor) -> dict[str, int]:
    return queries.counts_by_state(actor)


def dossier_ids_of_patents(patent_ids: Iterable[int]) -> dict[int, int]:
    return queries.dossier_ids_of_patents(patent_ids)


def dossier_ids_by_number() -> dict[str, int]:
    """Publication number → dossier, of all in the open scope."""
    return queries.dossier_ids_by_number()


def patent_ids_of(responsible_id: int) -> list[int]:
    return queries.patent_ids_of(responsible_id)


def rolling_waiting(actor: Actor) -> int:
    """Later grants that rolled in and nobody has begun (动态盘点)."""
    return queries.rolling_waiting(actor)


def first_waiting(actor: Actor) -> int:
    """Inventions on a list of what comes first that nobody has begun."""
    return queries.first_waiting(actor)


def waiting_table(actor: Actor, *, most: int = 5) -> Table:
    return details.waiting_table(queries.dossiers_to_fill(actor)[:most])


def _published(row: Dossier) -> PublishedFields:
    values = row.values
    return PublishedFields(
        dossier_id=row.pk,
        patent_id=row.patent_id,
        org_id=row.org_id,
        willingness=tuple(values.get("willingness") or ()),
        implementation=values.get("implementation") or "",
        maturity=values.get("maturity") or "",
        scene=values.get("scene") or "",
        prospects=values.get("prospects") or "",
        industry_codes=tuple(values.get("industry_codes") or ()),
        demonstration=row.demonstration,
    )
