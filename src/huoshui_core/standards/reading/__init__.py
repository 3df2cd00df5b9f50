"""Files in: text tables, workbooks, CNIPA XML and packages of them, as clean rows or problems that say where."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.cells import Cells, read_cells
from huoshui_core.standards.reading.columns import fingerprint
from huoshui_core.standards.reading.confined import open_source_in_child
from huoshui_core.standards.reading.proposing import ColumnProposal, ProposedColumn, suggest_columns
from huoshui_core.standards.reading.recognising import Recognised, recognise
from huoshui_core.standards.reading.repeats import Row
from huoshui_core.standards.reading.source import Source, open_source
from huoshui_core.standards.refusal import Problem, Unreadable

__all__ = [
    "Cells",
    "ColumnProposal",
    "Problem",
    "ProposedColumn",
    "Recognised",
    "Row",
    "Source",
    "Unreadable",
    "fingerprint",
    "open_source",
    "open_source_in_child",
    "read_cells",
    "read_records",
    "recognise",
    "suggest_columns",
]


def read_records(
    path: Path | str, dataset: Dataset, *, headings: Mapping[str, str] | None = None, today: date | None = None
) -> Iterator[Row | Problem]:
    """Every row of the file in order. Raises Unreadable, at once, when the file as a whole cannot be taken."""
    return iter(open_source(path, dataset, headings=headings, today=today))
