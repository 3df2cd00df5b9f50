"""Lists of what comes first as a workbook, out and in."""

from collections.abc import Iterator
from pathlib import Path

from huoshui.display.listing import Column, Listing
from huoshui.inventory import scope_rules
from huoshui.inventory.scope_rules import PRIORITY_KINDS, PRIORITY_SCHEMES, Wanted
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Sort
from huoshui_core.standards import Problem, Unreadable
from huoshui_core.standards.model import Dataset, Field
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.source import open_table
from huoshui_core.standards.reading.table import Context

PRIORITIES = Listing(
    name="priorities",
    title="优先清单",
    columns=[
        Column("kind", "类型", lambda row: PRIORITY_KINDS[row.kind]),
        Column("scheme", "依据", lambda row: PRIORITY_SCHEMES[row.scheme], width=20),
        Column("code", "代码", lambda row: row.code),
        Column("label", "名称", lambda row: row.label, width=40),
    ],
    sorts=[Sort("id", "pk")],
)


def _field(name: str, label: str, *aliases: str) -> Field:
    return Field(name, label, "text", "本系统", "local", required=name in ("scheme", "code"), aliases=aliases)


LAYOUT = Dataset(
    name="priorities",
    version=1,
    title="优先清单",
    source="本系统",
    fields=(
        _field("kind", "类型"),
        _field("scheme", "依据"),
        _field("code", "代码", "IPC", "分类号"),
        _field("label", "名称", "学科名称", "产业名称"),
    ),
    key=(),
)


def read_priorities(path: Path, file_name: str, *, kind: str) -> list[Wanted]:
    """`kind` where the file does not say. Raises Invalid naming each bad row by line, column and value."""
    try:
        columns, lines = open_table(path, Context(LAYOUT, file_name, Repeats()))
        place = {one.name: indexes[0] for one, indexes in columns.used}
        found, problems = list[Wanted](), list[Problem]()
        for one in _rows(lines, place, problems):
            line, cells = one
            wanted = _wanted(cells, kind)
            fault = scope_rules.fault_of(wanted.kind, wanted.scheme, wanted.code)
            if fault:
                problems.append(Problem(file_name, line, LAYOUT.field("code").label, cells["code"], fault, "priority"))
            else:
                found.append(wanted)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未写入任何内容", problems=[fault.problem]) from fault
    if problems or not found:
        said = f"文件有 {len(problems)} 处问题，未写入任何内容" if problems else "文件里没有清单"
        raise Invalid(said, problems=problems)
    return found


def _rows(
    lines: Iterator[object], place: dict[str, int], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    for one in lines:
        if isinstance(one, Problem):
            problems.append(one)
            continue
        line, cells = one  # type: ignore[misc]
        told = {name: str(cells[at]).strip() if at < len(cells) and cells[at] else "" for name, at in place.items()}  # type: ignore[has-type]
        if any(told.values()):
            yield line, told  # type: ignore[has-type]


def _wanted(cells: dict[str, str], kind: str) -> Wanted:
    kinds = {label: code for code, label in PRIORITY_KINDS.items()}
    schemes = {label: code for code, label in PRIORITY_SCHEMES.items()} | {code: code for code in PRIORITY_SCHEMES}
    scheme = schemes.get(cells["scheme"], cells["scheme"])
    said = cells.get("kind", "")
    return Wanted(
        kinds.get(said, said or kind), scheme, scope_rules.plain_code(scheme, cells["code"]), cells.get("label", "")
    )
