"""The door of the library: cards of what is listed, and the few actions other rooms and commands call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from huoshui.kernel.actor import Actor
from huoshui.resources import queries, states
from huoshui.resources.actions import (
    Published,
    index_changes,
    publish_entries,
    publish_entry,
    rebuild_index,
    relist_entry,
    suspend_lapsed,
    withdraw_entry,
)
from huoshui.resources.models import LibraryEntry
from huoshui.resources.rules import NewEntry

__all__ = [
    "STATUS_LABELS",
    "LibraryCard",
    "NewEntry",
    "Published",
    "entry_ids_of_patents",
    "index_changes",
    "listed_after",
    "listed_by_institution",
    "listed_cards",
    "publish_entries",
    "publish_entry",
    "rebuild_index",
    "relist_entry",
    "suspend_lapsed",
    "withdraw_entry",
]

STATUS_LABELS = states.LABELS


@dataclass(frozen=True, slots=True)
class LibraryCard:
    id: int
    patent_id: int
    number: str
    kind: str
    title: str
    abstract: str
    first_claim: str
    classes: list[str]
    institution_id: int
    institution: str
    region: int
    line: int
    seat: int
    line_seat: int
    industries: list[str]
    scene: str
    prospects: str
    maturity: int | None
    willingness: list[str]
    legal_status: str
    as_of: date
    listed_on: date
    demonstration: bool


def listed_cards(entry_ids: Iterable[int]) -> dict[int, LibraryCard]:
    """What is no longer listed does not answer."""
    return {row.pk: _card(row) for row in queries.listed().filter(pk__in=list(entry_ids))}


def listed_after(entry_id: int, *, limit: int) -> list[LibraryCard]:
    """The listed entries in order of id, in steps: ask again with the last id until nothing comes."""
    return [_card(row) for row in queries.listed().filter(pk__gt=entry_id).order_by("pk")[:limit]]


def entry_ids_of_patents(patent_ids: Iterable[int]) -> dict[int, int]:
    """Patent id → id of its listed entry."""
    return dict(queries.listed().filter(patent_id__in=list(patent_ids)).values_list("patent_id", "id"))


def listed_by_institution(actor: Actor) -> dict[int, int]:
    """How many entries of each institution in the actor's reach are on show."""
    rows = queries.entries_in_view(actor).filter(status=states.LISTED).order_by()
    return dict(rows.values_list("institution_id").annotate(n=Count("id")))


def _card(row: LibraryEntry) -> LibraryCard:
    return LibraryCard(id=row.pk, **{name: getattr(row, name) for name in LibraryCard.__slots__ if name != "id"})
