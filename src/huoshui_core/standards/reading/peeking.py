"""The first rows of a file as they stand, before anybody has said what its columns mean."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from huoshui_core.standards.reading.columns import HEADER_WITHIN_ROWS
from huoshui_core.standards.reading.package import first_member
from huoshui_core.standards.reading.source import kind_of
from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.reading.text_file import DELIMITERS, detect_encoding, records_of
from huoshui_core.standards.reading.workbook import first_rows
from huoshui_core.standards.refusal import Problem

SAMPLE_ROWS = HEADER_WITHIN_ROWS + 50
Lines = list[tuple[int, Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Peek:
    """`tables`: first rows by the name of the sheet. `stamp` is what one of our templates says of itself."""

    format: str
    tables: tuple[tuple[str, Lines], ...] = ()
    stamp: str = ""


def peek(path: Path, context: Context) -> Peek:
    """Of a package, the first member that can be read. Raises Unreadable as reading does."""
    kind = kind_of(path, context)
    if kind == "csv":
        return Peek("csv", (("", _text_rows(path, context)),))
    if kind == "xlsx":
        tables, stamp = first_rows(path, context, SAMPLE_ROWS)
        return Peek("xlsx", tuple(tables), stamp)
    if kind == "xml":
        return Peek("xml")
    with tempfile.TemporaryDirectory() as folder:
        member, name = first_member(path, context, Path(folder))
        inner = replace(context, file=f"{context.file}/{name}")
        if kind_of(member, inner) == "zip":
            raise context.refusal("nested_archive", "压缩包内不能再有压缩包")
        found = peek(member, inner)
    return replace(found, format="zip")


def _text_rows(path: Path, context: Context) -> Lines:
    """With the delimiter that gives the most cells."""
    encoding = detect_encoding(path, context)
    best: Lines = []
    for delimiter in DELIMITERS:
        records = islice(records_of(path, encoding, delimiter, context), SAMPLE_ROWS)
        rows = [record for record in records if not isinstance(record, Problem)]
        if not best or _width(rows) > _width(best):
            best = rows
    if not any(any(cells) for _, cells in best):
        raise context.refusal("empty_file", "文件是空的")
    return best


def _width(rows: Lines) -> int:
    return max((sum(1 for cell in cells if cell) for _, cells in rows[:HEADER_WITHIN_ROWS]), default=0)
