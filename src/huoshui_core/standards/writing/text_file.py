"""Text tables: UTF-8 with mark, so that spreadsheets read the Chinese; cells that look like formulas neutralised."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from huoshui_core.standards.marks import neutral
from huoshui_core.standards.writing.sheet import Cell, Sheet, marked, writable


def write_csv(target: Path | str | BinaryIO, sheet: Sheet, *, demonstration: bool) -> None:
    if isinstance(target, str | Path):
        with Path(target).open("wb") as file:
            write_csv(file, sheet, demonstration=demonstration)
        return
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows(_lines(marked(sheet, demonstration=demonstration)))
    text.flush()
    text.detach()


def _lines(sheet: Sheet) -> Iterator[list[str]]:
    yield [_text(column.label) for column in sheet.columns]
    for row in sheet.rows:
        yield [_text(cell) for cell in row]


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, str):
        return neutral(writable(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
