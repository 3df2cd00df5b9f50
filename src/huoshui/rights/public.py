"""The door of rights: what holds for patents on a day, why they may not be offered, and the import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huoshui.rights import folded, queries
from huoshui.rights.actions import import_events, recompute_rights
from huoshui.rights.outcome import EventOutcome
from huoshui_core.rights import PASSED_ON, STATUSES, Burden, Owner, Reason, may_be_offered

__all__ = ["EventOutcome", "RightCard", "barred", "import_events", "recompute_rights", "rights_of"]


@dataclass(frozen=True, slots=True)
class RightCard:
    """`in_force` is None where nothing tells. `offers`: each mode (`huoshui_core.rights.MODES`) with the reasons
    against it, () where none stands. `owed_year` with its days is the annual fee whose due day has passed;
    `owed_seen_on` the last day it was seen unpaid, None where it was merely not seen paid."""

    patent_id: int
    on: date
    status: str
    status_label: str
    since: date | None
    in_force: bool | None
    legal_status: str
    granted_on: date | None
    expires_on: date | None
    lapsed_on: date | None
    restored_on: date | None
    is_void: bool
    is_limited: bool
    paid_years: tuple[int, ...]
    paid_through_year: int | None
    owed_year: int | None
    due_on: date | None
    grace_ends_on: date | None
    owed_seen_on: date | None
    owners: tuple[Owner, ...]
    burdens: tuple[Burden, ...]
    offers: Mapping[str, tuple[Reason, ...]]
    may_be_offered: bool
    doubts: tuple[str, ...]
    as_of: date | None
    has_events: bool

    @property
    def has_passed_on(self) -> bool:
        """To others: the institution owes and offers nothing any more."""
        return any(one.code == PASSED_ON for reasons in self.offers.values() for one in reasons)


def rights_of(patent_ids: Iterable[int], on: date | None = None) -> dict[int, RightCard]:
    """As at `on`, today by default; within the open scope, what lies outside is missing."""
    return {patent_id: card_of(one) for patent_id, one in folded.folded(patent_ids, on).items()}


def barred(patent_ids: Iterable[int]) -> dict[int, str]:
    """Those that may not be offered in any way of conversion, with the reason; as last worked out from events."""
    rows = queries.known_rights(patent_ids).values()
    return {row.patent_id: row.why for row in rows if row.is_barred}


def card_of(one: folded.Folded) -> RightCard:
    right = one.right
    owed = right.owed
    names = ("on", "status", "since", "in_force", "legal_status", "granted_on", "expires_on", "lapsed_on")
    more = ("restored_on", "is_void", "is_limited", "paid_years", "paid_through_year", "owners", "burdens", "as_of")
    return RightCard(
        patent_id=one.facts.id,
        status_label=STATUSES[right.status],
        owed_year=owed.year if owed else None,
        due_on=owed.due_on if owed else None,
        grace_ends_on=owed.grace_ends_on if owed else None,
        owed_seen_on=owed.seen_on if owed else None,
        offers=one.offers,
        may_be_offered=may_be_offered(one.offers),
        doubts=tuple(doubt.text for doubt in right.doubts),
        has_events=bool(one.events),
        **{name: getattr(right, name) for name in names + more},
    )
