"""What the base library knows that a right is worked out from: the door for the room of rights, without wide texts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from huoshui.patents.models import Patent


@dataclass(frozen=True, slots=True)
class RightFacts:
    """`stated_status` is what the last source said of it on `stated_on`, "" where none did."""

    id: int
    org_id: int
    seat: int
    line_seat: int
    application_no: str
    publication_no: str
    title: str
    kind: str
    stage: str
    filing_date: date | None
    grant_date: date | None
    applicants: tuple[str, ...]
    family: str
    stated_status: str
    stated_on: date | None
    as_of: date
    demonstration: bool


_COLUMNS = (*(name for name in RightFacts.__slots__ if name != "id"), "legal_status", "status_basis")


def right_facts(ids: Iterable[int]) -> dict[int, RightFacts]:
    """In the order of ids; what lies outside the scope is missing."""
    return {one.id: one for one in _read(Patent.objects.filter(pk__in=list(ids)))}


def right_facts_by_number(numbers: Sequence[str]) -> dict[str, list[RightFacts]]:
    """By canonical application and publication number; a patent of two institutions has a row at each."""
    found: dict[str, list[RightFacts]] = defaultdict(list)
    wanted = [one for one in numbers if one]
    for one in _read(Patent.objects.filter(Q(application_no__in=wanted) | Q(publication_no__in=wanted))):
        for number in {one.application_no, one.publication_no} - {""}:
            found[number].append(one)
    return dict(found)


def filed_the_same_day(org_id: int, day: date) -> list[RightFacts]:
    """Inventions and utility models of an institution with this day of filing."""
    rows = Patent.objects.filter(org_id=org_id, filing_date=day, kind__in=["invention", "utility"])
    return _read(rows)


def of_family(family: str) -> list[RightFacts]:
    return _read(Patent.objects.filter(family=family)) if family else []


def _read(rows: "QuerySet[Patent]") -> list[RightFacts]:
    return [_facts(row) for row in rows.order_by("id").only("id", *_COLUMNS)]


def _facts(row: Patent) -> RightFacts:
    told = {name: getattr(row, name) for name in RightFacts.__slots__ if name not in {"id", "applicants"}}
    if row.status_basis == "stated":
        told["stated_status"] = row.stated_status or row.legal_status
    told["stated_on"] = (row.stated_on or row.as_of) if told["stated_status"] else None
    return RightFacts(id=row.pk, applicants=tuple(row.applicants), **told)
