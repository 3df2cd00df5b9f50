"""From patents, what holds of their rights, marks and reductions to rows. Reads only; `actions` saves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huoshui.fees import queries, rules
from huoshui.fees.models import AnnualFee, FeeMark
from huoshui.fees.rules import Facts, Worked
from huoshui.kernel import clock
from huoshui.patents import public as patents
from huoshui.patents.public import PatentCard
from huoshui.rights import public as rights
from huoshui_core.reference.fee_calendar import Known
from huoshui_core.rights import STATED_STANDING


@dataclass(frozen=True, slots=True)
class Told:
    """All that is known of a patent's fees. `in_force_on`: the day on which a source called it in force."""

    card: PatentCard
    right: rights.RightCard
    in_force_on: date | None
    marks: tuple[FeeMark, ...]

    @property
    def said_on(self) -> date | None:
        """The day of the word on payments: that on which the next fee was seen unpaid, where it was."""
        return self.right.owed_seen_on or self.right.as_of


def told(patent_ids: Sequence[int]) -> dict[int, Told]:
    """Within the open scope."""
    cards, marks = patents.cards(patent_ids), queries.living_marks(patent_ids)
    standing, stated = rights.rights_of(patent_ids), patents.right_facts(patent_ids)
    return {
        key: Told(card, standing[key], _in_force_on(standing[key], stated[key]), tuple(marks.get(key, ())))
        for key, card in cards.items()
    }


def _in_force_on(right: rights.RightCard, stated: patents.RightFacts) -> date | None:
    return stated.stated_on if right.in_force and stated.stated_status in STATED_STANDING else None


def worked(one: Told, reduced_years: int) -> Worked | None:
    """None for what is no right in force, as far as sources tell, and for what somebody else owns by now."""
    if one.card.stage != "granted" or one.right.in_force is False or one.card.is_in_force is False:
        return None
    if one.right.has_passed_on:
        return None
    return rules.work_out(_facts(one, reduced_years), clock.today())


def _facts(one: Told, reduced_years: int) -> Facts:
    paid = [mark.year for mark in one.marks if mark.mark == "paid"]
    owed_seen = one.right.owed_seen_on is not None and one.right.owed_year is not None
    known = Known(
        paid_through=(one.right.owed_year or 1) - 1 if owed_seen else one.right.paid_through_year,
        said_on=one.right.owed_seen_on,
        own_paid_through=max(paid, default=None),
        in_force_on=one.in_force_on,
    )
    return Facts(
        kind=one.card.kind,
        filing_date=one.card.filing_date,
        grant_date=one.right.granted_on or one.card.grant_date,
        expires_on=one.right.expires_on or one.card.expires_on,
        applicants=len(one.card.applicants),
        known=known,
        reduced_years=reduced_years,
    )


def rows(known: Iterable[Told], reduced: Mapping[int, int]) -> list[AnnualFee]:
    """`reduced`: institution → years of its reduction. Patents without a right in force have no row."""
    made = []
    for one in known:
        years = reduced.get(one.card.org_id, 0)
        found = worked(one, years)
        if found is not None:
            made.append(_row(one, years, found))
    return made


def _row(one: Told, reduced_years: int, found: Worked) -> AnnualFee:
    card, stands, fee = one.card, found.standing, found.standing.next
    ends = one.right.expires_on or card.expires_on
    money: dict[str, Any] = {"year": 0, "next_on": ends, "full_yuan": 0, "amount_yuan": 0}
    if fee is not None:
        money = {
            "year": fee.year,
            "next_on": fee.due_on,
            "grace_until": fee.grace_until,
            "full_yuan": fee.full,
            "amount_yuan": fee.amount,
        }
    return AnnualFee(
        org_id=card.org_id,
        seat=card.seat,
        line_seat=card.line_seat,
        patent_id=card.id,
        phase=stands.phase,
        basis=stands.basis,
        said_on=_said_on(one, stands.basis),
        paid_through=stands.paid_through,
        unverified=list(stands.unverified),
        late_fee_yuan=stands.late_fee,
        cost_to_expiry_yuan=stands.cost_to_expiry,
        reduced_years=reduced_years,
        to_drop=any(mark.mark == "drop" for mark in one.marks),
        computed_for=clock.today(),
        changes_on=stands.changes_on,
        demonstration=card.demonstration,
        **money,
    )


def _said_on(one: Told, basis: str) -> date | None:
    match basis:
        case "own":
            return max(mark.paid_on for mark in one.marks if mark.mark == "paid" and mark.paid_on)
        case "stated":
            return one.said_on
        case "implied":
            return one.in_force_on
    return None
