"""Projects of a declaration, kept within an action of this room."""

from dataclasses import asdict

from huoshui.funding.models import Declaration, Project
from huoshui.funding.rules import ProjectFacts
from huoshui.kernel import clock
from huoshui.kernel.action import within_action


def put(row: Declaration, project: ProjectFacts, *, by: int, origin: str) -> bool:
    """Adds it, or fills what a known one leaves open or says otherwise. False where nothing is new.

    An empty value never takes one away. The caller saves `row.projects`.
    """
    within_action()
    known = Project.objects.filter(declaration_id=row.pk, key=project.key).first()
    if known is None:
        Project.objects.create(
            org_id=row.org_id,
            seat=row.seat,
            line_seat=row.line_seat,
            declaration=row,
            key=project.key,
            origin=origin,
            added_by=by,
            added_at=clock.now(),
            **asdict(project),
        )
        row.projects += 1
        return True
    told = {name: value for name, value in asdict(project).items() if value and value != getattr(known, name)}
    for name, value in told.items():
        setattr(known, name, value)
    if told:
        known.save(update_fields=list(told))
    return bool(told)
