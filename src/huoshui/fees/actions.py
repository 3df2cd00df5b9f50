"""Everything that changes annual fees: working them out again, what a unit marks, its reduction."""

from collections.abc import Sequence
from datetime import date

from huoshui.fees import queries, rules, working
from huoshui.fees.events import DropIntended, FeeReductionSet
from huoshui.fees.models import AnnualFee, FeeMark, FeeReduction
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.kernel.outbox import emit
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

MOST_AT_ONCE = 1_000
RENEWED = [field.attname for field in AnnualFee._meta.concrete_fields if field.attname not in {"id", "patent_id"}]


@action
def refresh_fees(actor: Actor, *, patent_ids: Sequence[int]) -> int:
    """Works these out again as of today; answers how many are in force. Rows of others go. May run twice."""
    require(actor, "fees.refresh")
    known = working.told(patent_ids)
    reduced = queries.reductions_of({one.card.org_id for one in known.values()})
    made = working.rows(known.values(), reduced)
    _keep(made)
    gone = AnnualFee.objects.filter(patent_id__in=list(patent_ids)).exclude(
        patent_id__in=[row.patent_id for row in made]
    )
    gone.delete()
    _follow({key: one.card for key, one in known.items()})
    note(actor, "fees.refresh", "fees", worked_out=len(made))
    return len(made)


def _keep(rows: Sequence[AnnualFee]) -> None:
    AnnualFee.objects.bulk_create(
        rows, batch_size=1_000, update_conflicts=True, unique_fields=["patent"], update_fields=RENEWED
    )


def _follow(cards: dict[int, patents.PatentCard]) -> None:
    """Marks stand where their patent does: in the care of a college, or of another institution by now."""
    for mark in FeeMark.objects.filter(patent_id__in=list(cards)):
        card = cards[mark.patent_id]
        if (mark.org_id, mark.seat, mark.line_seat) != (card.org_id, card.seat, card.line_seat):
            mark.org_id, mark.seat, mark.line_seat = card.org_id, card.seat, card.line_seat
            mark.save(update_fields=["org_id", "seat", "line_seat"])


@action
def mark_paid(actor: Actor, *, patent_id: int, year: int, paid_on: date | None) -> None:
    """The unit's own word, shown as such. Saying it of a year says it of the years before, which would else have
    ended the right. Raises Invalid for a year that is not owed and for a day that cannot be."""
    require(actor, "fees.mark")
    [row] = _locked(actor, [patent_id])
    found = working.worked(working.told([patent_id])[patent_id], row.reduced_years)
    owed = rules.payable_years(found.fees, row.paid_through) if found else []
    gaps = rules.mark_gaps(next((fee for fee in owed if fee.year == year), None), paid_on, clock.today())
    if gaps:
        raise Invalid("；".join(gaps.values()), fields=gaps)
    _mark(actor, row, "paid", year=year, paid_on=paid_on)
    _renew(row)
    note(actor, "fees.mark_paid", f"patent:{patent_id}", year=year, paid_on=str(paid_on))


@action
def mark_to_drop(actor: Actor, *, patent_ids: Sequence[int], reason: str) -> int:
    """拟放弃, with its reason: an intention, which ends nothing. All or none."""
    require(actor, "fees.mark")
    said = reason.strip()[:500]
    if not said:
        raise Invalid("请写明拟放弃的理由", fields={"reason": "请写明理由"})
    wanted = sorted(set(patent_ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid(f"请选择 1 至 {MOST_AT_ONCE} 件专利", chosen=len(wanted))
    for row in _locked(actor, wanted):
        if row.to_drop:
            raise WrongState("其中有专利已经标注拟放弃", patent_id=row.patent_id)
        _mark(actor, row, "drop", reason=said)
        row.to_drop = True
        row.save(update_fields=["to_drop"])
    note_many(actor, "fees.mark_to_drop", [(f"patent:{one}", {}) for one in wanted])
    emit(DropIntended(wanted))
    return len(wanted)


@action
def take_back_mark(actor: Actor, *, patent_id: int, mark: str, year: int = 0) -> None:
    """The mark stays readable with its end."""
    require(actor, "fees.mark")
    [row] = _locked(actor, [patent_id])
    found = FeeMark.objects.filter(patent_id=patent_id, mark=mark, year=year, ended_at=None).first()
    if found is None:
        raise NotFound("没有这项标注", patent_id=patent_id)
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    _renew(row)
    note(actor, "fees.take_back_mark", f"patent:{patent_id}", mark=mark, year=year)


@action
def set_reduction(actor: Actor, *, years: int) -> None:
    """Whether the actor's institution has a reduction (费用减缴) on record with the office; 0: none."""
    own = orgs.card(actor.org_id)
    require(actor, "fees.set_reduction")
    if own is None or own.kind != "institution":
        raise NotFound("没有这家单位", organisation_id=actor.org_id)
    if not 0 <= years <= rules.MOST_YEARS:
        raise Invalid(f"减缴年数应为 0 至 {rules.MOST_YEARS}", fields={"years": "请填写 0 至 20"})
    FeeReduction.objects.create(
        org_id=own.id, seat=own.seat, line_seat=own.line_seat, years=years, by=actor.user_id, at=clock.now()
    )
    note(actor, "fees.set_reduction", f"org:{own.id}", years=years)
    emit(FeeReductionSet(own.id))


def _locked(actor: Actor, patent_ids: Sequence[int]) -> list[AnnualFee]:
    """Raises NotFound when any lies outside the actor's view, or has no fees to come."""
    rows = queries.fees_in_view(actor).filter(patent_id__in=patent_ids).order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    if len(found) != len(patent_ids):
        raise NotFound("没有这件专利的年费推算", patent_ids=list(patent_ids)[:20])
    return found


def _mark(
    actor: Actor, row: AnnualFee, mark: str, *, year: int = 0, paid_on: date | None = None, reason: str = ""
) -> None:
    FeeMark.objects.create(
        org_id=row.org_id,
        seat=row.seat,
        line_seat=row.line_seat,
        patent_id=row.patent_id,
        mark=mark,
        year=year,
        paid_on=paid_on,
        reason=reason,
        by=actor.user_id,
        at=clock.now(),
        demonstration=row.demonstration,
    )


def _renew(row: AnnualFee) -> None:
    """At once, for the page that follows; by the row's own reduction, which a college does not read at its school."""
    one = working.told([row.patent_id])[row.patent_id]
    _keep(working.rows([one], {one.card.org_id: row.reduced_years}))
