"""From cards of patents, marks and reductions to rows. Reads only; `actions` saves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huoshui.fees import rules
from huoshui.fees.models import AnnualFee, FeeMark
from huoshui.fees.rules import Facts, Worked
from huoshui.kernel import clock
from huoshui.patents.public import PatentCard
from huoshui_core.reference.fee_calendar import Known

Marks = Mapping[int, Sequence[FeeMark]]


def facts_of(card: PatentCard, marks: Iterable[FeeMark], reduced_years: int) -> Facts:
    paid = [mark.year for mark in marks if mark.mark == "paid"]
    known = Known(
        own_paid_through=rules.latest_paid(paid),
        in_force_on=rules.in_force_on(card.legal_status, card.is_in_force, card.as_of),
    )
    return Facts(
        kind=card.kind,
        filing_date=card.filing_date,
        grant_date=card.grant_date,
        expires_on=card.expires_on,
        applicants=len(card.applicants),
        known=known,
        reduced_years=reduced_years,
    )


def worked(card: PatentCard, marks: Iterable[FeeMark], reduced_years: int) -> Worked | None:
    """None for what is no right in force, as far as sources tell."""
    if card.stage != "granted" or card.is_in_force is False:
        return None
    return rules.work_out(facts_of(card, marks, reduced_years), clock.today())


def rows(cards: Iterable[PatentCard], marks: Marks, reduced: Mapping[int, int]) -> list[AnnualFee]:
    """`reduced`: institution → years of its reduction. Patents without a right in force have no row."""
    made = []
    for card in cards:
        own, years = marks.get(card.id, ()), reduced.get(card.org_id, 0)
        found = worked(card, own, years)
        if found is not None:
            made.append(_row(card, own, years, found))
    return made


def _row(card: PatentCard, marks: Iterable[FeeMark], reduced_years: int, found: Worked) -> AnnualFee:
    stands, fee = found.standing, found.standing.next
    money: dict[str, Any] = {"year": 0, "next_on": card.expires_on, "full_yuan": 0, "amount_yuan": 0}
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
        said_on=_said_on(card, marks, stands.basis),
        paid_through=stands.paid_through,
        unverified=list(stands.unverified),
        late_fee_yuan=stands.late_fee,
        cost_to_expiry_yuan=stands.cost_to_expiry,
        reduced_years=reduced_years,
        to_drop=any(mark.mark == "drop" for mark in marks),
        computed_for=clock.today(),
        changes_on=stands.changes_on,
        demonstration=card.demonstration,
        **money,
    )


def _said_on(card: PatentCard, marks: Iterable[FeeMark], basis: str) -> Any:
    if basis == "own":
        return max(mark.paid_on for mark in marks if mark.mark == "paid" and mark.paid_on)
    return card.as_of if basis == "implied" else None
