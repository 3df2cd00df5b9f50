"""Loads official lists of institutions: opens what is new, confirms what an import had opened on its name alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.kernel.reach import region_span
from huoshui.orgs.actions import NewOrganisation, open_organisations
from huoshui.orgs.events import OrganisationsConfirmed
from huoshui.orgs.models import Organisation
from huoshui.orgs.queries import organisation_ids_by_credit_code, organisation_ids_by_name
from huoshui_core.reference import line, region_by_code, region_by_name
from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, open_source

STANDARD, COLLEGE = load("institution"), load("college")
LINES = {"university": "education", "institute": "science", "hospital": "health"}
STEP = 1_000


@dataclass(frozen=True, slots=True)
class InstitutionOutcome:
    """`same` were known and confirmed already."""

    rows: int
    opened: int
    confirmed: int
    same: int


@action
def import_institutions(
    actor: Actor,
    *,
    path: Path,
    file_name: str = "",
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> InstitutionOutcome:
    """All or nothing: raises Invalid with the problems of the file. A second time it changes nothing.

    A dry run does the same work and takes it back.
    """
    require(actor, "orgs.import")
    rows, problems = _read(actor, path, file_name or path.name, progress)
    problems += _clashes(actor, rows)
    if problems:
        raise Invalid(f"文件有 {len(problems)} 处问题，未导入任何内容", problems=problems)
    with transaction.atomic():
        outcome = _load(actor, [one for _, one in rows])
        if dry_run:
            transaction.set_rollback(True)
    note(
        actor,
        "orgs.import_institutions",
        "organisations",
        opened=outcome.opened,
        confirmed=outcome.confirmed,
        same=outcome.same,
        dry_run=dry_run,
    )
    return outcome


@action
def import_colleges(actor: Actor, *, path: Path, file_name: str = "", dry_run: bool = False) -> InstitutionOutcome:
    """Colleges of the actor's own institution, as `import_institutions`."""
    own = Organisation.objects.filter(pk=actor.org_id, kind="institution").first()
    require(actor, "orgs.open", also=own is not None)
    if own is None:
        raise NotFound("没有这家单位", organisation_id=actor.org_id)
    rows, problems = _read_colleges(own, path, file_name or path.name)
    if problems:
        raise Invalid(f"文件有 {len(problems)} 处问题，未导入任何内容", problems=problems)
    with transaction.atomic():
        before = set(organisation_ids_by_name(f"college:{own.pk}", [one.name for one in rows]).values())
        ids = set(open_organisations(actor, new=rows).values())
        if dry_run:
            transaction.set_rollback(True)
    outcome = InstitutionOutcome(len(rows), len(ids - before), 0, len(ids & before))
    note(actor, "orgs.import_colleges", f"org:{own.pk}", opened=outcome.opened, same=outcome.same, dry_run=dry_run)
    return outcome


def _read_colleges(own: Organisation, path: Path, file_name: str) -> tuple[list[NewOrganisation], list[Problem]]:
    try:
        read = list(open_source(path, COLLEGE, name=file_name))
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault
    rows = [
        NewOrganisation(
            name=str(one.values["name"]),
            kind="college",
            region=own.region,
            line=own.line,
            parent_id=own.pk,
            demonstration=own.demonstration,
            aliases=_names(one.values["aliases"]),
        )
        for one in read
        if isinstance(one, Row)
    ]
    return rows, [one for one in read if isinstance(one, Problem)]


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _load(actor: Actor, new: Sequence[NewOrganisation]) -> InstitutionOutcome:
    known = set(organisation_ids_by_name("institution", [one.name for one in new]).values())
    ids = open_organisations(actor, new=new)
    confirmed = _confirm({ids[one.name]: one for one in new if ids[one.name] in known})
    return InstitutionOutcome(len(new), len(set(ids.values()) - known), confirmed, len(known) - confirmed)


def _read(
    actor: Actor, path: Path, file_name: str, progress: Callable[[int], None] | None
) -> tuple[list[tuple[Row, NewOrganisation]], list[Problem]]:
    rows: list[tuple[Row, NewOrganisation]] = []
    problems: list[Problem] = []
    try:
        source = open_source(path, STANDARD, name=file_name)
        for count, one in enumerate(source, 1):
            made = one if isinstance(one, Problem) else _institution(actor, one, source.is_demonstration)
            if isinstance(one, Row) and isinstance(made, NewOrganisation):
                rows.append((one, made))
            elif isinstance(made, Problem):
                problems.append(made)
            if progress and count % STEP == 0:
                progress(count)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault
    return rows, problems


def _institution(actor: Actor, row: Row, demonstration: bool) -> NewOrganisation | Problem:
    values = row.values
    region = _region(values)
    low, high = region_span(region or 0)
    if region is None or not (actor.reach.seat_lo <= low and high <= actor.reach.seat_hi):
        message = "无法识别，请填写省份和城市" if region is None else "不在您的管辖范围内"
        shown = f"{values['province'] or ''}{values['city'] or ''}"
        return _problem(row, "province", shown, message, "region")
    kind = str(values["kind"] or "other")
    institution_type = kind if kind in LINES else ""
    return NewOrganisation(
        name=str(values["name"]),
        kind="institution",
        institution_type=institution_type,
        region=region,
        line=line(LINES.get(kind, "other")).number,
        uscc=str(values["uscc"] or ""),
        register_code=str(values["moe_code"] or ""),
        demonstration=demonstration,
    )


def _clashes(actor: Actor, rows: Sequence[tuple[Row, NewOrganisation]]) -> list[Problem]:
    """Names that belong to another territory, and credit codes that belong to another name."""
    by_name = organisation_ids_by_name("institution", [one.name for _, one in rows])
    holders: dict[str, object] = dict(organisation_ids_by_credit_code([one.uscc for _, one in rows]))
    known = Organisation.objects.in_bulk(set(by_name.values()))
    found = []
    for row, one in rows:
        listed = known.get(by_name.get(one.name, 0))
        if listed and not actor.reach.covers(listed.seat, listed.line_seat):
            found.append(_problem(row, "name", one.name, "这家单位不在您的管辖范围内", "out_of_reach"))
        owner = listed.pk if listed else one.name
        if one.uscc and holders.setdefault(one.uscc, owner) != owner:
            found.append(_problem(row, "uscc", one.uscc, "这个代码已属于另一家单位", "other_credit_code"))
    return found


def _problem(row: Row, name: str, value: str, message: str, code: str) -> Problem:
    label = STANDARD.field(name).label
    return Problem(row.file, row.line, label, value, f"{label}：{message}", code)


def _region(values: Mapping[str, Any]) -> int | None:
    """The finest place the row agrees on: the code where it is given, else city, else province."""
    province, city = values["province"] or "", values["city"] or ""
    found = region_by_code(values["region_code"]) if values["region_code"] else None
    found = found or region_by_name(province, city) or (region_by_name(province) if province else None)
    return found.code if found else None


def _confirm(known: Mapping[int, NewOrganisation]) -> int:
    """Their place and line stay as opened: rows of other rooms are numbered by them. The official codes are added."""
    rows = list(Organisation.objects.select_for_update().filter(pk__in=known, standing="unconfirmed"))
    for row in rows:
        listed = known[row.pk]
        row.standing = "confirmed"
        row.institution_type = listed.institution_type or row.institution_type
        row.uscc, row.register_code = listed.uscc or row.uscc, listed.register_code or row.register_code
    Organisation.objects.bulk_update(rows, ["standing", "institution_type", "uscc", "register_code"], batch_size=1_000)
    if rows:
        emit(OrganisationsConfirmed([row.pk for row in rows]))
    return len(rows)


@action
def add_credit_codes(actor: Actor, *, codes: Mapping[int, str]) -> int:
    """Organisation id → 统一社会信用代码, where none is known yet; a known one is never replaced."""
    require(actor, "orgs.import")
    rows = list(Organisation.objects.select_for_update().filter(pk__in=codes, uscc=""))
    for row in rows:
        row.uscc = codes[row.pk]
    Organisation.objects.bulk_update(rows, ["uscc"], batch_size=1_000)
    note(actor, "orgs.add_credit_codes", "organisations", added=len(rows))
    return len(rows)
