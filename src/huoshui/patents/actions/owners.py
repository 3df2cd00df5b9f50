"""Whose a patent is: settled when its owner is confirmed, put into the care of a college."""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.kernel.renumbering import hand_over
from huoshui.orgs import public as orgs
from huoshui.patents.events import PatentsPlaced
from huoshui.patents.models import Patent
from huoshui_core.attribution import Directory


@action
def settle_attribution(actor: Actor, *, organisation_ids: Sequence[int]) -> int:
    """Patents that name a now confirmed institution among their applicants are settled, those of one that is in doubt
    again are not. May run twice."""
    require(actor, "patents.settle")
    directory = orgs.institution_directory()
    confirmed = {one.id for one in orgs.cards(organisation_ids).values() if one.standing == "confirmed"}
    unsettled = Patent.objects.filter(org_id__in=confirmed, attribution="unconfirmed")
    rows = unsettled.values_list("id", "org_id", "applicants")
    settled = [pk for pk, org_id, applicants in rows if any(_means(directory, org_id)(name) for name in applicants)]
    changed: int = Patent.objects.filter(pk__in=settled).update(attribution="matched")
    doubted = set(organisation_ids) - confirmed
    changed += Patent.objects.filter(org_id__in=doubted, attribution="matched").update(attribution="unconfirmed")
    note(actor, "patents.settle", "patents", organisations=len(confirmed), settled=changed)
    return changed


@action
def hand_over_named(actor: Actor, *, from_id: int, to_id: int) -> int:
    """What names `to` and not `from` among its applicants goes to `to`, with all that hangs on it: a merger of names
    is taken back. Answers how many rows went. Raises Invalid where `to` has one of the patents already.
    """
    require(actor, "patents.hand_over")
    cards, directory = orgs.cards([from_id, to_id]), orgs.institution_directory()
    if {one for one, card in cards.items() if actor.reach.covers(card.seat, card.line_seat)} != {from_id, to_id}:
        raise NotFound("没有这家单位", ids=[from_id, to_id])
    is_from, is_to = _means(directory, from_id), _means(directory, to_id)
    rows = Patent.objects.filter(org_id=from_id).values_list("id", "applicants")
    ids = [pk for pk, names in rows if any(map(is_to, names)) and not any(map(is_from, names))]
    to = cards[to_id]
    try:
        with transaction.atomic():
            moved = hand_over(Patent, ids, from_org_id=from_id, to=(to.id, to.seat, to.line_seat))
    except IntegrityError as fault:
        raise Invalid(f"「{to.name}」已有同号的专利或档案，不能交还，请先核对") from fault
    note(actor, "patents.hand_over", f"org:{to_id}", source=from_id, patents=len(ids), rows=moved)
    return moved


@action
def place_patents(actor: Actor, *, patent_ids: Sequence[int], college_id: int) -> int:
    """Puts patents into the care of a college of their institution, whose people then see them; answers how many."""
    require(actor, "patents.place")
    college = orgs.card(college_id)
    if college is None or college.kind != "college" or not actor.reach.covers(college.seat, college.line_seat):
        raise NotFound("没有这个院系", college_id=college_id)
    mine = Patent.objects.filter(pk__in=list(patent_ids), org_id=college.parent_id)
    if mine.count() != len(set(patent_ids)):
        raise NotFound("有专利不属于这个院系所在的单位", college_id=college_id)
    moved = mine.exclude(seat=college.seat).update(seat=college.seat, line_seat=college.line_seat)
    if moved:
        emit(PatentsPlaced(sorted(set(patent_ids))))
    note(actor, "patents.place", f"org:{college_id}", moved=moved)
    return int(moved)


def _means(directory: Directory, org_id: int) -> Callable[[str], bool]:
    """Whether a name surely is that institution's, wherever the row says it is."""

    def answer(name: str) -> bool:
        found = directory.match(name)
        return found is not None and found.id == org_id

    return answer
