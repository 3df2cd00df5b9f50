"""A sheet of declarations: one row a patent and project, read by the standard, put together by patent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar, cast

from huoshui.funding import rules
from huoshui.funding.models import Declaration
from huoshui.funding.rules import STANDARD, ProjectFacts
from huoshui.kernel.errors import Invalid
from huoshui_core.standards import Problem, Unreadable
from huoshui_core.standards.reading import Row, open_source

T = TypeVar("T")


@dataclass(slots=True)
class Wanted:
    """What all rows of one patent say together; `line` is the first of them."""

    row: Declaration
    line: int
    is_funded: bool
    declared_on: date | None
    projects: list[ProjectFacts] = field(default_factory=list)


def read_sheet(path: Path, file_name: str) -> tuple[list[Row], list[Problem]]:
    """Raises Invalid when the file as a whole cannot be taken."""
    try:
        read = list(open_source(path, STANDARD, name=file_name))
    except Unreadable as fault:
        raise Invalid("文件无法读取，未写入任何内容", problems=[fault.problem]) from fault
    return [one for one in read if isinstance(one, Row)], [one for one in read if isinstance(one, Problem)]


def number_of(row: Row) -> str:
    return str(row.values.get("publication_no") or row.values.get("application_no") or "")


def by_patent(
    rows: Sequence[Row], known: Mapping[str, Declaration], file_name: str, *, today: date
) -> tuple[list[Wanted], list[Problem]]:
    found: dict[int, Wanted] = {}
    problems = []
    for row in rows:
        problem = _problem(row, known, found, file_name, today)
        if problem is not None:
            problems.append(problem)
            continue
        declaration, said = known[number_of(row)], _said(row)
        day = cast("date | None", row.values.get("declared_on"))
        one = found.setdefault(declaration.pk, Wanted(declaration, row.line, bool(said), day))
        one.declared_on = one.declared_on or day
        project = rules.project_of(row.values)
        if not project.is_empty:
            one.projects.append(project)
    return list(found.values()), problems


def _said(row: Row) -> bool | None:
    """Whether it is funded; a project without the word means yes."""
    said = row.values.get("is_funded")
    if said is None and not rules.project_of(row.values).is_empty:
        return True
    return cast("bool | None", said)


def _problem(
    row: Row, known: Mapping[str, Declaration], found: Mapping[int, Wanted], file_name: str, today: date
) -> Problem | None:
    def at(name: str, value: object, message: str, code: str) -> Problem:
        return Problem(file_name, row.line, STANDARD.field(name).label, str(value or ""), message, code)

    number, said, project = number_of(row), _said(row), rules.project_of(row.values)
    declaration = known.get(number)
    if declaration is None:
        return at("publication_no", number, f"{number} 不在您可声明的专利里，请先导入基础库", "not_ours")
    if said is None:
        return at("is_funded", "", "请填写是或否，或者填写项目", "required")
    day = cast("date | None", row.values.get("declared_on"))
    if gaps := rules.declaration_gaps(is_funded=said, declared_on=day, today=today):
        [(name, message)] = gaps.items()
        return at(name, day, message, "declaration")
    if not said and not project.is_empty:
        return at("is_funded", "否", "填了项目，不能声明为非财政资助", "not_funded_with_project")
    if not said and declaration.projects:
        return at("is_funded", "否", "这件专利已登记资助项目，请先在页面删除项目", "not_funded_with_project")
    earlier = found.get(declaration.pk)
    if earlier is not None and earlier.is_funded != said:
        return at("is_funded", "是" if said else "否", f"与第{earlier.line}行对同一件专利的说法不同", "contradiction")
    return None


def with_upload(file: Any, read: Callable[[Path, str], T]) -> T:
    """An uploaded file lies in a file of its own only while it is read."""
    with NamedTemporaryFile(suffix=Path(file.name).suffix) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return read(Path(kept.name), file.name)
