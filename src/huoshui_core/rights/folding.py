"""From what is known of a patent to its right on a day. Total: never raises; contradictions become doubts.

The order in which events arrive and how often does not matter. What takes effect after `on` does not matter; with
`known_by`, nothing that was announced later does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from huoshui_core.reference.validity import expires_on
from huoshui_core.rights.burdens import Burdens
from huoshui_core.rights.days import lapse_day
from huoshui_core.rights.kinds import ORDER
from huoshui_core.rights.model import ENDED, Burden, Right, RightEvent, RightFacts
from huoshui_core.rights.owners import Holding, first_names
from huoshui_core.rights.status import Life

_COMPARED = tuple(one.name for one in fields(RightEvent) if one.compare)
_KINDS = frozenset({"invention", "utility", "design"})
_LAST_FILING_YEAR = 9_000
_STATED_BURDENS = {"pledged": "pledge", "licensed": "licence"}
_PRECEDENCE = ("pledged", "licensed", "assigned", "in_force")  # as in the code list legal_status

Dated = tuple[date, RightEvent]


def fold(facts: RightFacts, events: Iterable[RightEvent], on: date, *, known_by: date | None = None) -> Right:
    dated = _in_order(facts, events, known_by)
    happened = _happened(dated, on)
    ends = _term(facts, happened)
    life, burdens = Life(facts, ends), Burdens()
    holding = Holding.beginning_with(first_names([one for _, one in dated], facts.owners), facts.filing_date)
    life.begin(on)
    for day, one in happened:
        life.tell(one, day)
        holding.tell(one, day)
        burdens.tell(one, day)
    life.pass_time(on)
    life.believe_force(on, known_by)
    life.judge_fees(on)
    life.hear_statement(on, known_by)
    stated = _stated_still(facts, life, on, known_by)
    open_ones = _with_stated(burdens.at(on), stated)
    doubts = {*life.doubts, *holding.doubts, *burdens.doubts}
    return Right(
        on=on,
        status=life.status,
        since=life.since,
        in_force=None if life.status == "unknown" else life.status == "in_force",
        legal_status=_code(life.status, open_ones, happened, stated),
        kind=facts.kind,
        granted_on=life.granted_on,
        expires_on=ends if life.is_granted else None,
        lapsed_on=life.lapsed_on,
        restored_on=life.restored_on,
        is_void=life.status == "invalidated",
        is_limited=life.is_limited,
        has_report=life.has_report,
        owners=holding.settled(),
        burdens=open_ones,
        paid_years=tuple(sorted(life.paid)),
        owed=life.fee_owed(on),
        next_due_on=next_due.due_on if (next_due := life.first_unpaid()) else None,
        doubts=tuple(sorted(doubts, key=lambda one: (one.day or date.min, one.code, one.text))),
        as_of=_as_of(facts, happened),
    )


def effective(event: RightEvent, facts: RightFacts) -> date:
    """The day an event counts from. A lapse announced without its day goes back to the due day (实施细则 §115)."""
    if event.effective_on is not None:
        return event.effective_on
    if event.kind == "lapsed" and event.announced_on and facts.filing_date:
        return lapse_day(facts.filing_date, event.announced_on) or event.announced_on
    return announced(event) or date.min


def announced(event: RightEvent) -> date | None:
    return event.announced_on or event.as_of or event.effective_on


def _in_order(facts: RightFacts, events: Iterable[RightEvent], known_by: date | None) -> list[Dated]:
    """Each once, by the day it counts from. The same from two sources is one, as of the younger."""
    known: dict[tuple[Any, ...], Dated] = {}
    for one in (*events, *_twin(facts)):
        if known_by is not None and (announced(one) or date.min) > known_by:
            continue
        day = effective(one, facts)
        key = (day, ORDER.get(one.kind, len(ORDER)), *(str(getattr(one, name)) for name in _COMPARED))
        held = known.get(key)
        if held is None or (held[1].as_of or date.min) < (one.as_of or date.min):
            known[key] = (day, one)
    return [known[key] for key in sorted(known)]


def _happened(dated: Sequence[Dated], on: date) -> list[Dated]:
    """What has taken effect, in the order it is told: a lapse announced after a restoration that lies after its due day
    is another one than the lapse that was undone, so it is told after it."""
    happened = [(day, one) for day, one in dated if day <= on]
    restorations = [day for day, one in happened if one.kind == "restored"]
    if not restorations:
        return happened

    def told_on(dated: Dated) -> tuple[date, bool]:
        day, one = dated
        if one.kind != "lapsed" or one.announced_on is None:
            return day, False
        later = [other for other in restorations if day <= other < one.announced_on]
        return (max(later), True) if later else (day, False)

    return sorted(happened, key=told_on)


def _twin(facts: RightFacts) -> tuple[RightEvent, ...]:
    """The utility model of a same-day pair ends when its invention is granted (实施细则 §47)."""
    if facts.kind != "utility" or facts.twin_granted_on is None:
        return ()
    return (RightEvent("superseded", effective_on=facts.twin_granted_on),)


def _term(facts: RightFacts, happened: Sequence[Dated]) -> date | None:
    """The end of the term; compensation only ever makes it later (专利法 §42)."""
    ends = None
    if facts.kind in _KINDS and facts.filing_date and facts.filing_date.year < _LAST_FILING_YEAR:
        ends = expires_on(facts.kind, "granted", facts.filing_date)
    given = [one.until for _, one in happened if one.kind == "extended" and one.until]
    return max((ends, *given)) if ends else None


def _stated_still(facts: RightFacts, life: Life, on: date, known_by: date | None) -> str:
    """The stated status where no event is younger than the statement."""
    if facts.stated_on is None or facts.stated_on > min(on, known_by or on):
        return ""
    return facts.stated if life.told_on is None or facts.stated_on >= life.told_on else ""


def _with_stated(burdens: tuple[Burden, ...], stated: str) -> tuple[Burden, ...]:
    kind = _STATED_BURDENS.get(stated)
    if kind is None or any(one.kind in {kind, f"open_{kind}"} for one in burdens):
        return burdens
    return (*burdens, Burden(kind))


def _code(status: str, burdens: Sequence[Burden], happened: Sequence[Dated], stated: str) -> str:
    """The word of the code list legal_status; of several that hold the one that the list puts first."""
    if status in ENDED:
        return "ended"
    if status in {"pending", "refused"}:
        return status
    if status == "unknown":
        return ""
    words = {stated, "in_force"}
    words |= {"pledged" if one.kind == "pledge" else "licensed" for one in burdens if one.kind != "preservation"}
    words |= {"assigned" for _, one in happened if one.kind == "transferred"}
    return next(word for word in _PRECEDENCE if word in words)


def _as_of(facts: RightFacts, happened: Sequence[Dated]) -> date | None:
    days = [facts.as_of, facts.stated_on, *(one.as_of or announced(one) for _, one in happened)]
    return max((day for day in days if day), default=None)
