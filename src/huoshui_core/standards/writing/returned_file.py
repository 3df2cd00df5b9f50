"""A person's own file given back: the same rows in the same order, before them a column that says what is wrong.

Corrected and sent again it reads as it is: readers leave the column out.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from huoshui_core.standards.marks import PROBLEMS_HEADING, neutral, restored
from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.source import kind_of
from huoshui_core.standards.reading.table import Context, Line
from huoshui_core.standards.reading.text_file import TextTable, open_text, records_of
from huoshui_core.standards.reading.workbook import Page, WorkbookTable, open_workbook
from huoshui_core.standards.refusal import Problem
from huoshui_core.standards.writing.sheet import Column, Sheet, writable
from huoshui_core.standards.writing.workbook import (
    CELL_CHARACTERS,
    OPTIONS,
    describe,
    sheet_title,
    write_text,
    write_workbook,
)

_EXPLANATION = "问题说明"


@dataclass(frozen=True, slots=True)
class _Faults:
    """Problems of one table by the line they stand on."""

    by_line: dict[int, list[Problem]]

    def of(self, line: int) -> str:
        """All of one row in one cell, each with its remedy, once."""
        said = dict.fromkeys(problem.message for problem in self.by_line.get(line, ()))
        return "；".join(said)[:CELL_CHARACTERS]

    def cells(self, line: int, at: Mapping[str, int]) -> frozenset[int]:
        return frozenset(at[problem.column] for problem in self.by_line.get(line, ()) if problem.column in at)


def write_with_errors(
    path: Path | str,
    problems: Iterable[Problem],
    out: Path | BinaryIO,
    *,
    dataset: Dataset,
    headings: Mapping[str, str] | None = None,
    name: str | None = None,
) -> str:
    """Answers the format written: that of the file for tables; for documents and packages a workbook of the problems.

    `dataset` and `headings` as the file was read with them. Raises Unreadable when there is no table to give back.
    """
    path = Path(path)
    context = Context(dataset, name or path.name, Repeats(), headings)
    kind = kind_of(path, context)
    if kind not in ("csv", "xlsx"):
        write_workbook(out, [_listed(problems)], demonstration=False)
        return "xlsx"
    if kind == "csv":
        _write_text(open_text(path, context), _Faults(_by_line(problems)), context, out)
    else:
        _write_workbook(open_workbook(path, context), list(problems), out)
    return kind


def _by_line(problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.line, []).append(problem)
    return found


def _listed(problems: Iterable[Problem]) -> Sheet:
    columns = [Column("文件", 40), Column("行", 8), Column("栏目", 18), Column("填写的是", 30), Column("问题", 80)]
    rows = ([one.file, one.line or None, one.column, one.value, one.message] for one in problems)
    return Sheet("问题清单", columns, rows)


def _write_text(table: TextTable, faults: _Faults, context: Context, out: Path | BinaryIO) -> None:
    """In the encoding and with the delimiter it came in."""
    if isinstance(out, Path):
        with out.open("wb") as file:
            _write_text(table, faults, context, file)
        return
    text = io.TextIOWrapper(out, encoding=table.encoding, newline="")
    delimiter = table.delimiter if len(table.delimiter.encode()) == 1 else ","
    csv.writer(text, delimiter=delimiter).writerows(_text_lines(table, faults, context))
    text.flush()
    text.detach()


def _text_lines(table: TextTable, faults: _Faults, context: Context) -> Iterator[list[str]]:
    kept = _kept(table.columns.headings)
    records = records_of(table.path, table.encoding, table.delimiter, context)
    for position, record in enumerate(records):
        if isinstance(record, Problem):
            yield [neutral(record.message)]
            continue
        line, cells = record
        first = PROBLEMS_HEADING if position == table.header_rows - 1 else faults.of(line)
        # A row of another width keeps all its cells: which of them is the old column of problems, nobody can say.
        whole = [cells[index] for index in kept] if len(cells) == len(table.columns.headings) else list(cells)
        yield [neutral(writable(first)), *(neutral(writable(restored(cell))) for cell in whole)]


def _write_workbook(table: WorkbookTable, problems: list[Problem], out: Path | BinaryIO) -> None:
    """All sheets that a person sees: those that were read with their problems, the others as they stand."""
    pages = {page.sheet: page for page in table.pages}
    with xlsxwriter.Workbook(str(out) if isinstance(out, Path) else out, OPTIONS) as book:
        describe(book)
        form = {name: book.add_format(look) for name, look in _LOOKS.items()}
        titles = {_EXPLANATION}
        for sheet in table.visible:
            if sheet.name == _EXPLANATION and sheet not in pages:  # of an earlier round
                continue
            written = book.add_worksheet(_free(sheet_title(sheet.name), titles))
            if page := pages.get(sheet):
                if page is table.pages[0]:
                    written.activate()
                of_page = [one for one in problems if len(pages) == 1 or one.file == page.file]
                _write_page(written, table.every_row(page), page, _Faults(_by_line(of_page)), form)
            else:
                _copy(written, table.rows_of(sheet), form["text"])
        _explain(book.add_worksheet(_EXPLANATION), problems, {page.file for page in table.pages})


def _free(title: str, taken: set[str]) -> str:
    """Excel holds titles for the same whatever their case."""
    names = (title, *(f"{title[:26]}（{number}）" for number in range(2, 1_000)))
    free = next(name for name in names if name.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _write_page(written: Any, rows: Iterable[Line], page: Page, faults: _Faults, form: Mapping[str, Any]) -> None:
    kept = _kept(page.columns.headings)
    position_of = {page.columns.headings[index]: position for position, index in enumerate(kept, start=1)}
    written.set_column(0, 0, 60, form["message"])
    if kept:
        written.set_column(1, len(kept), 18, form["text"])
    for position, (line, cells) in enumerate(rows):
        is_head = position == page.header_rows - 1
        message = PROBLEMS_HEADING if is_head else faults.of(line)
        if message:
            write_text(written, line - 1, 0, writable(message), form["head" if is_head else "message"])
        bad = frozenset() if is_head else faults.cells(line, position_of)
        for place, index in enumerate(kept, start=1):
            look = "head" if is_head else "bad" if place in bad else "text"
            cell = cells[index] if index < len(cells) else ""
            if cell not in ("", None) or look == "bad":
                write_text(written, line - 1, place, writable(_written(cell))[:CELL_CHARACTERS], form[look])
        if is_head:
            written.freeze_panes(line, 1)


def _copy(written: Any, rows: Iterable[Line], form: Any) -> None:
    for line, cells in rows:
        for place, cell in enumerate(cells):
            if cell not in ("", None):
                write_text(written, line - 1, place, writable(_written(cell))[:CELL_CHARACTERS], form)


_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "num_format": "@"},
    "text": {"num_format": "@"},
    "bad": {"num_format": "@", "bg_color": "#FFD9D9", "border": 1, "border_color": "#C00000"},
    "message": {"num_format": "@", "font_color": "#C00000", "text_wrap": True},
}


def _explain(written: Any, problems: list[Problem], files: set[str]) -> None:
    """Beside how to use the file, what belongs to no row of it."""
    written.set_column(0, 0, 100)
    placed = {one for one in problems if one.line and (len(files) == 1 or one.file in files)}
    lines = len({(one.file, one.line) for one in placed})
    said = [
        f"有问题的行：{lines}。每行的问题和改法写在“{PROBLEMS_HEADING}”一栏，有问题的单元格标为红色。",
        f"改好后直接上传这个文件即可；“{PROBLEMS_HEADING}”一栏不会被读取，不用删除。",
        *(one.message if not one.line else str(one) for one in problems if one not in placed),
    ]
    for position, text in enumerate(said):
        written.write_string(position, 0, writable(text)[:CELL_CHARACTERS])


def _kept(headings: Sequence[str]) -> list[int]:
    """All columns but the first one of an earlier round and empty ones at the end."""
    filled = [index for index, heading in enumerate(headings) if heading]
    last = filled[-1] if filled else -1
    return [index for index, heading in enumerate(headings) if index <= last and (index or heading != PROBLEMS_HEADING)]


def _written(cell: Any) -> str:
    """Every value as text, so that no number loses digits in the next round."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
