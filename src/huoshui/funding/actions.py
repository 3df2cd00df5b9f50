"""Everything people change about funding: declarations, projects, reasons, whole sheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from huoshui.funding import projects, queries, rules, sheets, states
from huoshui.funding.models import Declaration, Project, Reason
from huoshui.funding.rules import ProjectFacts
from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """`rows` of the file, one a project; the others count patents."""

    rows: int
    patents: int
    changed: int
    same: int


@action
def declare(
    actor: Actor,
    *,
    patent_id: int,
    is_funded: bool | None,
    declared_on: date | None = None,
    declared_projects: Sequence[ProjectFacts] = (),
) -> None:
    """Again, it takes the place of the former word; projects named before stay. Raises Invalid with the gaps."""
    require(actor, "funding.declare")
    row = _locked(actor, patent_id)
    gaps = rules.declaration_gaps(is_funded=is_funded, declared_on=declared_on, today=clock.today())
    if is_funded is False and declared_projects:
        gaps["is_funded"] = "填了项目，不能声明为非财政资助"
    for one in declared_projects:
        gaps |= rules.project_gaps(one)
    if gaps:
        raise Invalid("；".join(gaps.values()), fields=gaps)
    if is_funded is False and row.projects:
        raise WrongState("这件专利还有资助项目，请先删除项目再声明为非财政资助")
    row.is_funded, row.declared_on, row.origin = ("yes" if is_funded else "no"), declared_on, "declared"
    row.declared_by = actor.person_id
    for one in declared_projects:
        projects.put(row, one, by=actor.user_id, origin="declared")
    _move(actor, row, "declare")


@action
def withdraw(actor: Actor, *, patent_id: int) -> None:
    """Nobody has said anything of it any more; projects and reasons stay on file."""
    require(actor, "funding.declare")
    row = _locked(actor, patent_id)
    row.is_funded, row.declared_on, row.origin = "unknown", None, ""
    _move(actor, row, "withdraw")


@action
def add_project(actor: Actor, *, patent_id: int, project: ProjectFacts) -> None:
    """To what is declared as funded. The same number again completes the project that is there."""
    require(actor, "funding.declare")
    row = _locked(actor, patent_id)
    if gaps := rules.project_gaps(project):
        raise Invalid("；".join(gaps.values()), fields=gaps)
    if row.state != states.DECLARED or row.is_funded != "yes":
        raise WrongState("请先声明这件专利由财政资助形成，再登记项目")
    projects.put(row, project, by=actor.user_id, origin="declared")
    _save(row, "projects")
    note(actor, "funding.add_project", f"patent:{patent_id}", projects=row.projects)


@action
def remove_project(actor: Actor, *, patent_id: int, project_id: int) -> None:
    require(actor, "funding.declare")
    row = _locked(actor, patent_id)
    found = Project.objects.filter(pk=project_id, declaration_id=row.pk).first()
    if found is None:
        raise NotFound("没有这个项目", project_id=project_id)
    found.delete()
    row.projects -= 1
    _save(row, "projects")
    note(actor, "funding.remove_project", f"patent:{patent_id}", projects=row.projects)


@action
def give_reason(actor: Actor, *, patent_id: int, text: str) -> None:
    """The unit's own words on why it has not been put to use; the newest comes first."""
    require(actor, "funding.give_reason")
    row = _locked(actor, patent_id)
    said = text.strip()[:2_000]
    if not said:
        raise Invalid("请写明没有实施的理由", fields={"text": "请写明理由"})
    if row.is_funded != "yes":
        raise WrongState("这件专利没有声明为财政资助，不需要登记理由")
    Reason.objects.create(
        org_id=row.org_id,
        seat=row.seat,
        line_seat=row.line_seat,
        declaration=row,
        text=said,
        by=actor.user_id,
        at=clock.now(),
    )
    row.has_reason = True
    _save(row, "has_reason")
    note(actor, "funding.give_reason", f"patent:{patent_id}")


@action
def take_back_reason(actor: Actor, *, patent_id: int, reason_id: int) -> None:
    require(actor, "funding.give_reason")
    row = _locked(actor, patent_id)
    found = Reason.objects.filter(pk=reason_id, declaration_id=row.pk, ended_at=None).first()
    if found is None:
        raise NotFound("没有这条理由", reason_id=reason_id)
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    row.has_reason = Reason.objects.filter(declaration_id=row.pk, ended_at=None).exists()
    _save(row, "has_reason")
    note(actor, "funding.take_back_reason", f"patent:{patent_id}")


@action
def import_declarations(actor: Actor, *, path: Path, file_name: str, dry_run: bool = False) -> SheetOutcome:
    """All rows or none: raises Invalid naming line and column. A second time it changes nothing.

    A dry run does the same work and takes it back.
    """
    require(actor, "funding.import")
    rows, problems = sheets.read_sheet(path, file_name)
    known = queries.rows_by_number(actor, [sheets.number_of(row) for row in rows])
    wanted, found = sheets.by_patent(rows, known, file_name, today=clock.today())
    problems += found
    if problems or not wanted:
        said = f"文件有 {len(problems)} 处问题，未写入任何内容" if problems else "文件里没有声明"
        raise Invalid(said, problems=problems)
    with transaction.atomic():
        changed = sum(_apply(actor, one) for one in wanted)
        if dry_run:
            transaction.set_rollback(True)
    outcome = SheetOutcome(len(rows), len(wanted), changed, len(wanted) - changed)
    note(actor, "funding.import", "declarations", changed=changed, same=outcome.same, dry_run=dry_run)
    return outcome


def _apply(actor: Actor, wanted: sheets.Wanted) -> bool:
    row, is_funded = wanted.row, "yes" if wanted.is_funded else "no"
    declared_on = wanted.declared_on or row.declared_on
    is_new = row.state != states.DECLARED or (row.is_funded, row.declared_on) != (is_funded, declared_on)
    for one in wanted.projects:
        is_new |= projects.put(row, one, by=actor.user_id, origin="sheet")
    if is_new:
        row.is_funded, row.declared_on, row.origin, row.declared_by = is_funded, declared_on, "sheet", actor.person_id
        _move(actor, row, "declare")
    return is_new


def _locked(actor: Actor, patent_id: int) -> Declaration:
    rows = queries.declarations_in_view(actor).filter(patent_id=patent_id)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("没有这件专利的财政资助声明", patent_id=patent_id)
    return row


def _move(actor: Actor, row: Declaration, name: str) -> None:
    """The only place that sets a state."""
    before, move = row.state, states.MACHINE.take(name, row.state)
    row.state = move.target
    _save(row, "state", "is_funded", "declared_on", "declared_by", "origin", "projects")
    facts = {"before": before, "after": move.target, "funded": row.is_funded, "projects": row.projects}
    note(actor, f"funding.{name}", f"patent:{row.patent_id}", **facts)


def _save(row: Declaration, *fields: str) -> None:
    row.changed_at = clock.now()
    row.save(update_fields=[*fields, "changed_at"])
