"""Whose a patent is: settled when its owner is confirmed, put into the care of a college."""

from collections.abc import Sequence

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.outbox import emit
from huoshui.orgs import public as orgs
from huoshui.patents.events import PatentsPlaced
from huoshui.patents.models import Patent
from huoshui_core.text import organisation_key


@action
def settle_attribution(actor: Actor, *, organisation_ids: Sequence[int]) -> int:
    """Patents that name a now confirmed institution among their applicants are settled. May run twice."""
    require(actor, "patents.settle")
    names = orgs.name_keys(organisation_ids)
    confirmed = {one.id for one in orgs.cards(organisation_ids).values() if one.standing == "confirmed"}
    unsettled = Patent.objects.filter(org_id__in=confirmed, attribution="unconfirmed")
    rows = unsettled.values_list("id", "org_id", "applicants")
    settled = [pk for pk, org_id, applicants in rows if names[org_id] & {organisation_key(name) for name in applicants}]
    changed: int = Patent.objects.filter(pk__in=settled).update(attribution="matched")
    note(actor, "patents.settle", "patents", organisations=len(confirmed), settled=changed)
    return changed


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
