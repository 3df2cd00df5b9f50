"""The first rows of a file as they stand, before anybody has said what its columns mean."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from huoshui_core.standards.reading.columns import HEADER_WITHIN_ROWS
from huoshui_core.standards.reading.package import first_member
from huoshui_core.standards.reading.source import kind_of
from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.reading.text_file import detect_encoding, layout_of
from huoshui_core.standards.reading.workbook import first_rows

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
        rows = layout_of(path, detect_encoding(path, context), context, SAMPLE_ROWS).rows
        return Peek("csv", (("", [*rows]),))
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
