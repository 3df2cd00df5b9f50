"""The door for files: tells the format by content, opens the right reader, gives rows and problems."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.table import Context, Repeats, Row, read_table
from huoshui_core.standards.reading.text_file import open_text
from huoshui_core.standards.refusal import Problem


@dataclass
class Source:
    """An opened file. `columns` (heading → field) and `ignored` are known at once, for a package once read."""

    format: str
    rows: Iterator[Row | Problem]
    repeats: Repeats
    encoding: str = ""
    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    is_demonstration: bool = False

    def __iter__(self) -> Iterator[Row | Problem]:
        return self.rows


def open_source(
    path: Path | str,
    dataset: Dataset,
    *,
    headings: Mapping[str, str] | None = None,
    today: date | None = None,
    name: str | None = None,
) -> Source:
    """Raises Unreadable when the file as a whole cannot be taken. `name` is what messages call it (for uploads)."""
    path = Path(path)
    context = Context(dataset, name or path.name, Repeats(), headings, today)
    return open_in(path, context)


def open_in(path: Path, context: Context) -> Source:
    table = open_text(path, context)
    return Source(
        format="csv",
        rows=read_table(table.lines(context), table.columns, context),
        repeats=context.repeats,
        encoding=table.encoding,
        columns=table.columns.by_heading,
        ignored=table.columns.ignored,
        is_demonstration=table.columns.is_demonstration,
    )
