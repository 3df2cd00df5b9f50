"""What other rooms say: patents that were loaded or placed, and what accepted dossiers say of funding and use.

Actions like those of `actions`: one subject apart from what people declare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huoshui.funding import projects, queries, rules, states
from huoshui.funding.models import Declaration, Project, Reason
from huoshui.funding.rules import ProjectFacts
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.patents import public as patents

FOLLOWED = ["org_id", "seat", "line_seat", "granted_on", "clock_ends_on"]


@dataclass(frozen=True, slots=True)
class DossierWord:
    """`fiscal_funded` None: the dossier does not say. `implementation` is a code of the standard, "" unknown."""

    patent_id: int
    fiscal_funded: bool | None
    funding_project: str
    implementation: str
    said_on: date


@action
def note_patents(actor: Actor, *, patent_ids: Sequence[int]) -> int:
    """A row for each patent that has none; where a patent stands and when it was granted follow. May run twice."""
    require(actor, "funding.note")
    cards = patents.cards(patent_ids)
    known = queries.rows_of(patent_ids)
    moved = []
    for row in known.values():
        if row.patent_id in cards and _follows(row, cards[row.patent_id]):
            moved.append(row)
    Declaration.objects.bulk_update(moved, FOLLOWED, batch_size=1_000)
    _follow_parts(moved)
    made = [_opened(card) for key, card in cards.items() if key not in known]
    Declaration.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)
    note(actor, "funding.note", "declarations", opened=len(made), moved=len(moved))
    return len(made)


@action
def note_dossiers(actor: Actor, *, said: Sequence[DossierWord]) -> int:
    """Implementation always follows the dossier; whether it is funded only until somebody has declared it.

    Answers how many changed. May run twice.
    """
    require(actor, "funding.note")
    rows = queries.rows_of([one.patent_id for one in said])
    changed = [row for one in said if (row := rows.get(one.patent_id)) is not None and _take(row, one)]
    fields = ["implementation", "implementation_on", "is_funded", "origin", "projects", "changed_at"]
    Declaration.objects.bulk_update(changed, fields, batch_size=1_000)
    note(actor, "funding.note", "declarations", told=len(said), changed=len(changed))
    return len(changed)


def _opened(card: patents.PatentCard) -> Declaration:
    return Declaration(
        org_id=card.org_id,
        seat=card.seat,
        line_seat=card.line_seat,
        patent_id=card.id,
        granted_on=card.grant_date,
        clock_ends_on=rules.clock_ends_on(card.grant_date),
        changed_at=clock.now(),
        demonstration=card.demonstration,
    )


def _follows(row: Declaration, card: patents.PatentCard) -> bool:
    """Sets what follows the patent; False where nothing is new."""
    before = [getattr(row, name) for name in FOLLOWED]
    row.org_id, row.seat, row.line_seat = card.org_id, card.seat, card.line_seat
    row.granted_on, row.clock_ends_on = card.grant_date, rules.clock_ends_on(card.grant_date)
    return before != [getattr(row, name) for name in FOLLOWED]


def _follow_parts(rows: Sequence[Declaration]) -> None:
    for row in rows:
        place = {"org_id": row.org_id, "seat": row.seat, "line_seat": row.line_seat}
        for part in (Project, Reason):
            part.objects.filter(declaration_id=row.pk).update(**place)


def _take(row: Declaration, said: DossierWord) -> bool:
    before = (row.implementation, row.is_funded, row.projects)
    if said.implementation != row.implementation:
        row.implementation, row.implementation_on = said.implementation, said.said_on
    if row.state == states.NOTED and said.fiscal_funded is not None:
        row.is_funded, row.origin = ("yes" if said.fiscal_funded else "no"), "dossier"
        project = ProjectFacts(project_name=said.funding_project.strip()[:300])
        if said.fiscal_funded and not project.is_empty and row.projects == 0:
            projects.put(row, project, by=0, origin="dossier")
    row.changed_at = clock.now()
    return before != (row.implementation, row.is_funded, row.projects)
