"""Who answers for a dossier: when it is opened, and when people come, leave, retire or turn out to be students."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q

from huoshui.accounts import public as accounts
from huoshui.inventory import rules, states
from huoshui.inventory.models import Dossier
from huoshui.kernel.action import action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

BATCH = 1_000
FIELDS = ("responsible_id", "responsible_name", "responsible_note", "seat", "line_seat")
Answering = rules.Answering[accounts.InventorCard]


@action
def follow_standing(actor: Actor, *, institution_id: int, user_ids: Sequence[int]) -> int:
    """Open dossiers nobody answers for, and those of these people if they no longer do, go to whom the patent names
    next, or back to the office with the reason. Accepted ones keep their history. Answers how many moved."""
    require(actor, "inventory.assign")
    here = accounts.inventors_of([institution_id])
    people = rules.by_name(here)
    still = {one.user_id for one in here if one.answers}
    gone = [one for one in user_ids if one not in still]
    waiting = Q(responsible_id__in=gone) | Q(responsible_id=None)
    rows = Dossier.objects.filter(waiting, org_id=institution_id).exclude(state=states.ACCEPTED).order_by("pk")
    moved, after = 0, 0
    while batch := list(rows.filter(pk__gt=after).select_for_update(of=("self",))[:BATCH]):
        after = batch[-1].pk
        moved += _follow(actor, batch, people)
    note(actor, "inventory.follow_standing", f"organisation:{institution_id}", people=len(user_ids), moved=moved)
    return moved


def _follow(actor: Actor, batch: Sequence[Dossier], people: Mapping[tuple[int, str], accounts.InventorCard]) -> int:
    before = {one.pk: (one.responsible_id, one.responsible_note) for one in batch}
    entrust(actor, batch, whom(patents.cards([one.patent_id for one in batch]), people))
    changed = [one for one in batch if (one.responsible_id, one.responsible_note) != before[one.pk]]
    Dossier.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
    lines: list[tuple[str, dict[str, object]]] = [
        (f"dossier:{one.pk}", {"before": before[one.pk][0], "after": one.responsible_id}) for one in changed
    ]
    note_many(actor, "inventory.entrust", lines)
    return len(changed)


def whom(
    cards: Mapping[int, patents.PatentCard], people: Mapping[tuple[int, str], accounts.InventorCard]
) -> dict[int, Answering]:
    """By patent."""
    own = orgs.name_keys({card.org_id for card in cards.values()})
    return {
        card.id: rules.who_answers(
            card.org_id, card.inventors, people, is_first_owner=rules.is_first_owner(card.applicants, own[card.org_id])
        )
        for card in cards.values()
    }


def entrust(actor: Actor, dossiers: Sequence[Dossier], answering: Mapping[int, Answering]) -> None:
    """Sets who answers, and puts what is a college's into its care. The caller saves."""
    by_college: dict[int, list[Dossier]] = defaultdict(list)
    for dossier in dossiers:
        found = answering.get(dossier.patent_id)
        if found is None:
            continue
        person, dossier.responsible_note = found.person, found.note
        dossier.responsible_id = person.user_id if person else None
        if person is not None:
            dossier.responsible_name = person.name
            if person.college_id is not None:
                by_college[person.college_id].append(dossier)
    for college_id, members in by_college.items():
        place(actor, members, college_id)


def place(actor: Actor, dossiers: Sequence[Dossier], college_id: int) -> None:
    patents.place_patents(actor, patent_ids=[one.patent_id for one in dossiers], college_id=college_id)
    college = orgs.cards([college_id])[college_id]
    for dossier in dossiers:
        dossier.seat, dossier.line_seat = college.seat, college.line_seat
