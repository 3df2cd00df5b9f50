"""Code tables from files: rows as the official layouts have them, or problems by file, line, column and value."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from huoshui_core.classing import layouts
from huoshui_core.classing.conditions import read_condition
from huoshui_core.classing.symbols import BadPattern, Span, group_of, read_pattern
from huoshui_core.reference import emerging_industries, industry, ipc_title
from huoshui_core.standards.reading.source import open_table
from huoshui_core.standards.reading.table import Context, Repeats
from huoshui_core.standards.refusal import Problem, shown

MOST_PROBLEMS = 1_000
_FIRST = 200  # rows by whose codes a table is known
_SEPARATORS = re.compile(r"[;；、,，|\n]+")
_NAMES = ("label", "category")
_SECTION = re.compile(r"[A-T](?=\d)")
# Left the classification with later editions, still in tables of their time.
_RETIRED = frozenset({"C12S", "C13C", "C13D", "C13F", "C13G", "F24J"})


@dataclass(frozen=True, slots=True)
class Entry:
    line: int
    code: str
    label: str = ""
    symbol: str = ""
    parent: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """`repeated` rows said again what an earlier one had said."""

    table: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    repeated: int = 0


@dataclass(slots=True)
class _Row:
    file: str
    line: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def problem(self, name: str, message: str, code: str, value: str | None = None) -> Problem:
        told = self.cells.get(name, "") if value is None else value
        heading = self.headings.get(name) or layouts.LAYOUT.field(name).label
        return Problem(self.file, self.line, heading, shown(told), message, code)


class _Refused(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


Take = Callable[[_Row], Iterator[Entry]]


def read_table_file(
    path: Path, *, table: str = "", name: str = "", emerging: Mapping[str, str] | None = None
) -> Reading:
    """`table` "" finds out by the columns. `emerging`: codes of 战略性新兴产业 that are known besides those of 2018.

    Raises Unreadable when the file as a whole cannot be taken.
    """
    context = Context(layouts.LAYOUT, name or path.name, Repeats())
    columns, lines = open_table(path, context)
    fields = [one.name for one, _ in columns.used]
    first = list(islice(lines, _FIRST))
    place = {one.name: indexes for one, indexes in columns.used}
    codes = [_cell(one[1], place.get("code", ())) for one in first if not isinstance(one, Problem)]
    table = table or layouts.table_of(fields, codes)
    if not table:
        raise context_refusal(context, "不能确定是哪一张表，请用 --table 说明")
    missing = [layouts.LAYOUT.field(one).label for one in layouts.NEEDED[table] if one not in fields]
    if missing:
        raise context_refusal(context, f"缺少必需的栏目：{'、'.join(missing)}")
    headings = {field_name: heading for heading, field_name in reversed(columns.by_heading.items())}
    reading = Reading(table)
    take = _TAKERS[table](emerging or {})
    seen: set[tuple[str, ...]] = set()
    for one in _chained(first, lines):
        if isinstance(one, Problem):
            _refuse(reading, one)
            continue
        cells = _cells(one[1], place)
        if cells:
            _take(reading, take, _Row(context.file, one[0], cells, headings), seen)
    if not reading.entries and not reading.problems:
        raise context_refusal(context, "文件里没有数据行")
    return reading


def context_refusal(context: Context, message: str) -> Exception:
    return context.refusal("reference_table", message)


def _chained(first: Sequence[Any], rest: Iterator[Any]) -> Iterator[Any]:
    yield from first
    yield from rest


def _take(reading: Reading, take: Take, row: _Row, seen: set[tuple[str, ...]]) -> None:
    try:
        for entry in take(row):
            key = (entry.symbol, entry.code, *entry.include, "", *entry.exclude)
            if key in seen:
                reading.repeated += 1
                continue
            seen.add(key)
            reading.entries.append(entry)
    except _Refused as refused:
        _refuse(reading, refused.problem)


def _refuse(reading: Reading, problem: Problem) -> None:
    reading.problem_count += 1
    if len(reading.problems) < MOST_PROBLEMS:
        reading.problems.append(problem)


def _cell(cells: Sequence[Any], at: Sequence[int]) -> str:
    for index in at:
        if index < len(cells) and cells[index] not in ("", None):
            told = cells[index]
            whole = isinstance(told, float) and told.is_integer()
            return str(int(told) if whole else told).strip()
    return ""


def _cells(cells: Sequence[Any], place: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """Names as they are written; what is looked up in its plain form."""
    found = {name: told for name, at in place.items() if (told := _cell(cells, at))}
    return {name: told if name in _NAMES else unicodedata.normalize("NFKC", told) for name, told in found.items()}


def _industry_code(row: _Row) -> str:
    code = _SECTION.sub("", row.cells["code"].upper())
    if not industry(code) and not (len(code) == 1 and "A" <= code <= "T"):
        hint = "，前面的 0 可能丢了，请把这一栏设为文本" if code.isdigit() and len(code) < 4 else ""
        raise _Refused(row.problem("code", f"国民经济行业分类中没有这个代码{hint}", "industry_unknown"))
    return code


def _patterns(row: _Row) -> list[str]:
    found = []
    for text in _SEPARATORS.split(row.cells["ipc"]):
        told = text.strip()
        if not told:
            continue
        try:
            places = read_pattern(told)
        except BadPattern as fault:
            raise _Refused(row.problem("ipc", str(fault), "ipc_shape", told)) from None
        for place in places:
            subclass = place.subclass if isinstance(place, Span) else place[:4]
            if ipc_title(subclass) is None and subclass not in _RETIRED:
                raise _Refused(row.problem("ipc", f"国际专利分类中没有 {subclass}，请核对", "ipc_unknown", told))
        found.append(places[0] if len(places) == 1 and isinstance(places[0], str) else told)
    return found


def _concordance(emerging: Mapping[str, str]) -> Take:
    """行业代码, 行业名称, IPC: a row without a code goes on with the 小类 above; wider levels are headings."""
    above: list[tuple[str, str]] = []

    def take(row: _Row) -> Iterator[Entry]:
        if row.cells.get("code"):
            above[:] = []
            above.append((_industry_code(row), row.cells.get("label", "")))
        if not row.cells.get("ipc"):
            return
        if not above or len(above[0][0]) != 4:
            raise _Refused(row.problem("ipc", "这一行的上面没有小类（四位代码），不知道属于哪个行业", "no_industry"))
        code, label = above[0]
        for symbol in _patterns(row):
            yield Entry(row.line, code, label, symbol)

    return take


def _emerging_rules(emerging: Mapping[str, str]) -> Take:
    above: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = []

    def take(row: _Row) -> Iterator[Entry]:
        cells = row.cells
        if cells.get("code"):
            condition = read_condition(cells.get("keywords", ""), cells.get("exclude", ""))
            above[:] = [(_emerging_code(row, emerging), cells.get("label", ""), *condition)]
        if not cells.get("ipc"):
            return
        if not above:
            raise _Refused(row.problem("ipc", "这一行的上面没有分类代码", "no_industry"))
        code, label, include, exclude = above[0]
        if not cells.get("code") and (cells.get("keywords") or cells.get("exclude")):
            include, exclude = read_condition(cells.get("keywords", ""), cells.get("exclude", ""))
        for symbol in _patterns(row):
            yield Entry(row.line, code, label, symbol, "", include, exclude)

    return take


def _emerging_code(row: _Row, emerging: Mapping[str, str]) -> str:
    code = row.cells["code"].strip(".")
    known = {one.code for one in emerging_industries()} | emerging.keys()
    if ".".join(code.split(".")[:2]) not in known:
        message = (
            "已知的战略性新兴产业分类中没有这个代码；2018 年分类（40 个小类）与 2021 年参照关系表的编号不同，"
            "不可混用，请先载入同一版的分类（--table sei）"
        )
        raise _Refused(row.problem("code", message, "emerging_unknown"))
    return code


def _intensive(emerging: Mapping[str, str]) -> Take:
    above = ["专利密集型产业"]

    def take(row: _Row) -> Iterator[Entry]:
        if row.cells.get("category"):
            above[0] = row.cells["category"]
        if not row.cells.get("code"):
            return
        code = _industry_code(row)
        if len(code) != 4:
            raise _Refused(row.problem("code", "这里需要小类的四位代码", "not_a_class"))
        yield Entry(row.line, code, row.cells.get("label", ""), "", above[0])

    return take


def _industry_tree(emerging: Mapping[str, str]) -> Take:
    def take(row: _Row) -> Iterator[Entry]:
        if row.cells.get("code"):
            code = _industry_code(row)
            yield Entry(row.line, code, row.cells.get("label", ""), "", row.cells.get("parent", code[:-1]))

    return take


def _emerging_tree(emerging: Mapping[str, str]) -> Take:
    def take(row: _Row) -> Iterator[Entry]:
        if row.cells.get("code"):
            code = row.cells["code"].strip(".")
            if not re.fullmatch(r"[1-9](\.\d{1,2}){0,3}", code):
                raise _Refused(row.problem("code", "代码应如 1、1.1 或 1.1.1", "emerging_shape"))
            yield Entry(row.line, code, row.cells.get("label", ""), "", code.rpartition(".")[0])

    return take


def _classification(emerging: Mapping[str, str]) -> Take:
    """Titles, or the dotted hierarchy, or both: symbol, title, the group above."""

    def take(row: _Row) -> Iterator[Entry]:
        symbol = _symbol(row, "ipc")
        parent = _symbol(row, "parent") if row.cells.get("parent") else ""
        yield Entry(row.line, symbol, row.cells.get("label", ""), "", parent)

    return take


def _symbol(row: _Row, name: str) -> str:
    """`H01M10/00` keeps its zeros here: it is a row of its own."""
    told = "".join(row.cells.get(name, "").upper().split())
    try:
        [place] = read_pattern(told)
    except (BadPattern, ValueError) as fault:
        raise _Refused(row.problem(name, str(fault) if told else "缺少分类号", "ipc_shape")) from None
    if isinstance(place, Span):
        raise _Refused(row.problem(name, "这里需要一个分类号，不是范围", "ipc_shape"))
    return f"{place}/00" if group_of(place) and "/" not in place else place


_TAKERS: dict[str, Callable[[Mapping[str, str]], Take]] = {
    layouts.IPC_GBT4754: _concordance,
    layouts.IPC_SEI: _emerging_rules,
    layouts.INTENSIVE: _intensive,
    layouts.GBT4754: _industry_tree,
    layouts.SEI: _emerging_tree,
    layouts.IPC_TITLES: _classification,
    layouts.IPC_HIERARCHY: _classification,
}
