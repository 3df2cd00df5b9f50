"""From a stored event to the event of the core, when the calendar will change something, which patents are a pair."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any, Protocol

from huoshui_core.rights import Reason, Right, RightEvent, grace_ends_on
from huoshui_core.text import organisation_key

_HASHED = tuple(one.name for one in fields(RightEvent) if one.compare)
_DAY = timedelta(days=1)
ALIKE = 0.8  # share of two titles of one invention that is the same
_TOLD_FIRST = ("ordinary", "exclusive", "sole", "open", "assignment")
_FORMS = ("一种", "及其", "方法", "装置", "系统", "设备", "结构", "的")


class Stored(Protocol):
    """A row of LegalEvent."""

    kind: str
    code: str
    effective_on: date | None
    announced_on: date | None
    before: str
    after: str
    party: str
    filing_no: str
    year: int
    facts: Mapping[str, Any]
    source: str
    source_rank: int
    as_of: date


def told(row: Stored) -> RightEvent:
    facts = row.facts
    return RightEvent(
        row.kind,
        row.code,
        effective_on=row.effective_on,
        announced_on=row.announced_on,
        before=row.before,
        after=row.after,
        party=row.party,
        filing_no=row.filing_no,
        licence=facts.get("licence", ""),
        share=Fraction(facts["share"]) if facts.get("share") else None,
        year=row.year,
        until=date.fromisoformat(facts["until"]) if facts.get("until") else None,
        detail=facts.get("detail", ""),
        source=row.source,
        source_rank=row.source_rank,
        as_of=row.as_of,
    )


def further_facts(event: RightEvent) -> dict[str, Any]:
    """What has no column of its own."""
    told = {
        "licence": event.licence,
        "share": str(event.share) if event.share else "",
        "until": event.until.isoformat() if event.until else "",
        "detail": event.detail,
    }
    return {name: value for name, value in told.items() if value}


def content_hash(event: RightEvent) -> str:
    """Of what makes it this event: not where and when it was read."""
    content = json.dumps([str(getattr(event, name)) for name in _HASHED], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def looks_again_on(right: Right, today: date) -> date | None:
    """The next day on which nothing but the calendar changes the right: the term, a licence, a fee, a grace."""
    days = [right.expires_on, *(one.until + _DAY for one in right.burdens if one.until)]
    if right.next_due_on:
        days += [right.next_due_on + _DAY, grace_ends_on(right.next_due_on) + _DAY]
    return min((day for day in days if day and day > today), default=None)


def why_barred(offers: Mapping[str, tuple[Reason, ...]]) -> str:
    """In one line, each ground once, in the words that licences are told."""
    found = [one for mode in _TOLD_FIRST for one in offers[mode] if one.bars]
    return "；".join({one.code: one.text for one in reversed(found)}.values())[:200]


def are_alike(one: str, other: str) -> bool:
    """Two titles of one invention, filed as invention and as utility model: the same but for words of form."""
    first, second = _bare(one), _bare(other)
    if not first or not second:
        return one == other
    return first in second or second in first or SequenceMatcher(None, first, second).ratio() >= ALIKE


def same_applicants(one: Iterable[str], other: Iterable[str]) -> bool:
    return {organisation_key(name) for name in one} == {organisation_key(name) for name in other}


def _bare(title: str) -> str:
    for word in _FORMS:
        title = title.replace(word, "")
    return title.strip("、，, 和与及")
