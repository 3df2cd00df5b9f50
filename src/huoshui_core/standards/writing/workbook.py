"""Workbooks: every text an explicit string, header frozen and filtered, written row by row in flat memory."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from huoshui_core.standards.marks import DEMONSTRATION_MARK
from huoshui_core.standards.writing.sheet import Cell, Column, Sheet, marked, writable

_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\']")
_TITLE_CHARACTERS = 31
CELL_CHARACTERS = 32_767
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# The same content gives the same bytes: no clock in the file.
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - the format has no time zone


def write_workbook(target: Path | str | BinaryIO, sheets: Sequence[Sheet], *, demonstration: bool) -> None:
    """Raises ValueError when a text or a sheet is longer than the format can hold; nothing is cut silently."""
    place = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(place, OPTIONS) as book:
        describe(book)
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _write_sheet(book, marked(sheet, demonstration=demonstration), head, day)
        if demonstration:
            for page in book.worksheets():
                page.set_tab_color("#C00000")
                page.set_header(f"&C{DEMONSTRATION_MARK}")


def describe(book: Any) -> None:
    book.set_properties({"title": "活水", "created": _CREATED})


def sheet_title(text: str) -> str:
    return _FORBIDDEN_IN_TITLE.sub("·", text)[:_TITLE_CHARACTERS]


def _write_sheet(book: Any, sheet: Sheet, head: Any, day: Any) -> None:
    page = book.add_worksheet(sheet_title(sheet.title))
    set_columns(page, sheet.columns)
    for position, column in enumerate(sheet.columns):
        page.write_string(0, position, column.label, head)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for position, cell in enumerate(row):
            if cell is not None and _write_cell(page, last, position, cell, day) != 0:
                raise ValueError(
                    f"{sheet.title} row {last + 1}, column {position + 1}: longer than a workbook can hold"
                )
    page.autofilter(0, 0, last, max(len(sheet.columns) - 1, 0))


def set_columns(page: Any, columns: Sequence[Column]) -> None:
    page.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        page.set_column(position, position, column.width)


def _write_cell(page: Any, row: int, position: int, cell: Cell, day: Any) -> int:
    code: int
    if isinstance(cell, bool):
        code = page.write_string(row, position, "是" if cell else "否")
    elif isinstance(cell, str):
        code = write_text(page, row, position, writable(cell)) if cell else 0
    elif isinstance(cell, date):
        code = page.write_datetime(row, position, cell, day)
    else:
        code = page.write_number(row, position, float(cell) if isinstance(cell, Decimal) else cell or 0)
    return code


def write_text(page: Any, row: int, position: int, text: str, form: Any = None) -> int:
    """Not 0 when the text is too long. XlsxWriter takes what stands between <r> and </r> for markup of its own; in
    fragments it is text again.
    """
    code: int
    if text.startswith("<r>") and text.endswith("</r>"):
        code = page.write_rich_string(row, position, text[:1], text[1:2], text[2:], *([form] if form else []))
    else:
        code = page.write_string(row, position, text, form)
    return code
