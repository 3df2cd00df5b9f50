"""Everything that changes the room: what the loads bring is counted, names are decided on by a person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from huoshui.curation import states
from huoshui.curation.models import NameReview, QualityFigures
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

LONGEST_REASON = 500
VERDICTS = ("kept", "taken")


@dataclass(frozen=True, slots=True)
class Decision:
    """`target_id` is the institution that the name means, with the verdict `same` alone."""

    review_id: int
    verdict: str
    target_id: int = 0


@action
def refresh_figures(actor: Actor, *, org_ids: Sequence[int]) -> int:
    """Counts the libraries of these institutions anew. May run twice."""
    require(actor, "curation.refresh")
    cards = orgs.cards(org_ids)
    QualityFigures.objects.filter(org_id__in=list(org_ids)).delete()
    rows = [
        QualityFigures(
            org_id=one.org_id,
            seat=cards[one.org_id].seat,
            line_seat=cards[one.org_id].line_seat,
            totals=dict(one.totals),
            missing=one.missing,
            ages=one.ages,
            unconfirmed=one.unconfirmed,
            counted_at=clock.now(),
            demonstration=one.demonstration,
        )
        for one in patents.quality_by_institution(org_ids)
        if one.org_id in cards
    ]
    QualityFigures.objects.bulk_create(rows, batch_size=500)
    note(actor, "curation.refresh", "figures", institutions=len(rows))
    return len(rows)


@action
def refresh_names(actor: Actor, *, org_ids: Sequence[int]) -> int:
    """Puts names nobody has checked into the queue, with proposals; what has been decided is not asked again.

    What was settled elsewhere (a list named it, somebody merged it) leaves the queue. May run twice.
    """
    require(actor, "curation.refresh")
    cards = {
        one.id: one
        for one in orgs.cards(org_ids).values()
        if one.kind == "institution" and one.standing == "unconfirmed"
    }
    samples = patents.samples(list(cards))
    known = NameReview.objects.filter(subject_id__in=list(org_ids))
    known.filter(state=states.OPEN).exclude(subject_id__in=list(samples)).delete()
    rows = {row.subject_id: row for row in known}
    directory = orgs.institution_directory() if samples else None
    written = []
    for one, sample in samples.items():
        card = cards[one]
        row = rows.get(one) or NameReview(subject_id=one)
        row.org_id, row.seat, row.line_seat = card.id, card.seat, card.line_seat
        row.name, row.region, row.demonstration = card.name, card.region, card.demonstration
        row.patents, row.titles = sample.patents, list(sample.titles)
        found = directory.propose(card.name, region=card.region) if directory else ()
        row.proposals = [asdict(proposal) for proposal in found]
        row.best_name, row.best_score = (found[0].name, found[0].score) if found else ("", 0)
        row.refreshed_at = clock.now()
        row.save()
        written.append(row)
    note(actor, "curation.refresh", "names", written=len(written))
    return len(written)


@action
def settle_conflicts(actor: Actor, *, ids: Sequence[int], verdict: str, reason: str) -> int:
    """One contradiction or many, all or nothing: what stands is kept (`kept`), or the other value taken (`taken`)."""
    require(actor, "curation.settle_conflicts")
    if verdict not in VERDICTS:
        raise Invalid("可选保留现值或改用另一来源", fields={"verdict": "请选择"})
    if not ids:
        raise Invalid("请先选择记录", fields={"disagreement": "请先选择"})
    for one in sorted(set(ids)):
        patents.settle_disagreement(actor, disagreement_id=one, take=verdict == "taken", reason=reason)
    note(actor, "curation.settle_conflicts", "disagreements", settled=len(set(ids)), verdict=verdict)
    return len(set(ids))


@action
def settle_names(actor: Actor, *, decisions: Sequence[Decision], reason: str) -> int:
    """One decision or many, all or nothing; a second one takes the first back. Answers how many were decided."""
    require(actor, "curation.settle_names")
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Invalid(f"请写明依据，不超过 {LONGEST_REASON} 字", fields={"reason": "请写明依据"})
    if not decisions:
        raise Invalid("请先选择名称", fields={"review": "请先选择"})
    for one in decisions:
        _settle(actor, one, said)
    note(actor, "curation.settle_names", "names", decided=len(decisions))
    return len(decisions)


def _settle(actor: Actor, decision: Decision, reason: str) -> None:
    row = _review(actor, decision.review_id)
    if decision.verdict not in states.MOVES[row.state]:
        raise WrongState(f"「{row.name}」{states.LABELS[row.state]}，不能再这样办理", review_id=row.pk)
    if row.state == states.SAME:
        _take_back(actor, row)
    target = _apply(actor, row, decision)
    row = _review(actor, decision.review_id)  # a merger gives it another seat
    _move(row, decision.verdict)
    row.target_id, row.target_name = (target.id, target.name) if target else (None, "")
    row.reason, row.decided_at, row.decided_by = reason, clock.now(), actor.user_id
    row.save()


def _move(row: NameReview, verdict: str) -> None:
    row.state = verdict


def _review(actor: Actor, review_id: int) -> NameReview:
    row: NameReview | None = NameReview.objects.select_for_update().filter(pk=review_id).first()
    if row is None:
        raise NotFound("没有这个名称", review_id=review_id)
    return row


def _take_back(actor: Actor, row: NameReview) -> None:
    """The institution stands on its own again, and what was filed under its name goes with it."""
    kept = row.target_id or 0
    orgs.part_organisations(actor, kept_id=kept, merged_id=row.subject_id, on=clock.today())
    patents.hand_over_named(actor, from_id=kept, to_id=row.subject_id)
    card = orgs.cards([row.subject_id])[row.subject_id]
    NameReview.objects.filter(pk=row.pk).update(org_id=card.id, seat=card.seat, line_seat=card.line_seat)


def _apply(actor: Actor, row: NameReview, decision: Decision) -> orgs.OrganisationCard | None:
    if decision.verdict == states.SAME:
        target = orgs.card(decision.target_id)
        if target is None or not actor.reach.covers(target.seat, target.line_seat):
            raise NotFound("没有这家单位，或者不在您的管辖范围内：请由共同的上级办理", target_id=decision.target_id)
        if target.kind != "institution" or target.standing != "confirmed":
            raise Invalid(f"「{target.name}」尚未核对，请先确认它", target_id=target.id)
        orgs.merge_organisations(actor, kept_id=target.id, merged_id=row.subject_id, on=clock.today())
        patents.settle_attribution(actor, organisation_ids=[target.id])
        return target
    if decision.verdict == states.OWN:
        orgs.confirm_organisation(actor, organisation_id=row.subject_id)
    else:
        orgs.doubt_organisation(actor, organisation_id=row.subject_id)
    patents.settle_attribution(actor, organisation_ids=[row.subject_id])
    return None
