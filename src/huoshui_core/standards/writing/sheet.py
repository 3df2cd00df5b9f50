"""What is written, before it is a file: a titled sheet of plain cells."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from huoshui_core.standards.clean import CleanValue, joined
from huoshui_core.standards.marks import DEMONSTRATION_HEADING, DEMONSTRATION_MARK
from huoshui_core.standards.model import Dataset, Field

Cell = str | int | float | Decimal | date | bool | None

_LINE_ENDS = re.compile(r"\r\n?")
# XML has no place for these, so neither file format may carry them.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters of a spreadsheet column."""

    label: str
    width: float = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def dataset_sheet(
    dataset: Dataset, records: Iterable[Mapping[str, CleanValue]], *, fields: Sequence[str] | None = None
) -> Sheet:
    """Clean records under the labels of the standard, codes in words: reading it back gives the same records."""
    chosen = [dataset.field(name) for name in fields] if fields else list(dataset.fields)
    rows = ([cell_of(field, record.get(field.name)) for field in chosen] for record in records)
    return Sheet(dataset.title, [Column(field.label, width_of(field)) for field in chosen], rows)


def cell_of(field: Field, value: CleanValue) -> Cell:
    if isinstance(value, tuple):
        return joined([field.codes.label(each) if field.codes else each for each in value])
    if isinstance(value, dict):
        return "|".join(f"{key}:{count}" for key, count in value.items())
    if field.codes and isinstance(value, str):
        return field.codes.label(value)
    return value


def width_of(field: Field) -> float:
    by_type = {"text": 40 if (field.max or 0) > 100 else 16, "names": 30, "date": 12, "classes": 24, "credit_code": 22}
    return by_type.get(field.type, 18)


def marked(sheet: Sheet, *, demonstration: bool) -> Sheet:
    """A demonstration says so in the sheet's name and in every row, in a column that reading knows and leaves out."""
    if not demonstration:
        return sheet
    rows: Iterator[Sequence[Cell]] = ([*row, DEMONSTRATION_MARK] for row in sheet.rows)
    columns = [*sheet.columns, Column(DEMONSTRATION_HEADING, 12)]
    return replace(sheet, title=f"{DEMONSTRATION_MARK}·{sheet.title}", columns=columns, rows=rows)


def writable(text: str) -> str:
    """Line ends as line feeds: of a line feed and a carriage return LibreOffice makes one line end."""
    return text if text.isprintable() else _UNWRITABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))
