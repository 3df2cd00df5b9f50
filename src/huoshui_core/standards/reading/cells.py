"""A table kept as written, beside its clean rows: so that it can be given back with what is wrong in each row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.columns import match_columns
from huoshui_core.standards.reading.repeats import Repeats, Row
from huoshui_core.standards.reading.source import open_table
from huoshui_core.standards.reading.table import Context, Line, read_table
from huoshui_core.standards.refusal import Problem


@dataclass(frozen=True, slots=True)
class Cells:
    """`lines` hold the line of the file and its cells; `torn` are lines that could not be taken apart."""

    file: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    torn: tuple[Problem, ...] = ()
    is_demonstration: bool = False

    def rows(self, dataset: Dataset) -> Iterator[Row | Problem]:
        """An identical row again is left out; one that differs from an earlier row of the same key is a problem."""
        context = Context(dataset, self.file, Repeats())
        yield from self.torn
        yield from read_table(self.lines, match_columns(self.headings, dataset), context)


def read_cells(path: Path, dataset: Dataset, *, name: str, most: int) -> Cells:
    """Raises Unreadable when the file as a whole cannot be taken, or holds more than `most` rows."""
    context = Context(dataset, name, Repeats())
    columns, found = open_table(path, context)
    lines: list[Line] = []
    torn: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            torn.append(one)
        elif any(cell not in ("", None) for cell in one[1]):
            lines.append((one[0], [_plain(cell) for cell in one[1]]))
        if len(lines) > most:
            raise context.refusal("too_many_rows", f"一次最多 {most} 行，请分成几个文件")
    return Cells(name, columns.headings, tuple(lines), tuple(torn), columns.is_demonstration)


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)
