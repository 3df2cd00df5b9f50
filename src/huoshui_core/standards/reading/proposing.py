"""What each column of a file probably is, to be shown, corrected and confirmed before anything is read.

A heading the standard knows is taken at its word. Any other is proposed by its likeness to a known heading, and by the
shape of its values: dates, class symbols and patent numbers are told by looking at them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from huoshui_core.standards.clean import clean
from huoshui_core.standards.model import Dataset, Field
from huoshui_core.standards.reading.columns import (
    DASHES,
    HEADER_WITHIN_ROWS,
    OURS,
    Columns,
    find_header,
    fingerprint,
    fit,
    fold_heading,
    match_columns,
    names_of,
)
from huoshui_core.standards.reading.peeking import Lines, peek
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.refusal import Unclean, shown

Sureness = Literal["chosen", "known", "similar", "shape", "none"]
SAMPLES = 3
_LIKENESS = 0.6
_SHARE_OF_CLEAN = 0.8
# Told by their values alone; everything else could be any text.
_TELLING = ("application_no", "publication_no", "credit_code", "date", "class", "classes", "phone", "email", "money")
_NUMBERS = frozenset({"application_no", "publication_no"})  # a text field would take them too, but nothing else is one
_WEAK = frozenset({"money"})  # a column of counts looks like one of sums: offered, not proposed


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """`field` is empty where nothing is proposed; `alternatives` are field names a person may mean instead."""

    heading: str
    field: str
    sure: Sureness
    samples: tuple[str, ...]
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """`line` is that of the heading row. A document without columns (XML) has none to propose."""

    fingerprint: str
    line: int
    sheet: str
    columns: tuple[ProposedColumn, ...]
    missing: tuple[str, ...]

    @property
    def headings(self) -> dict[str, str]:
        """As `open_source(headings=…)` takes them once they are confirmed: every column, "" for those left out."""
        return {column.heading: column.field for column in self.columns}


def suggest_columns(
    path: Path | str, dataset: Dataset, *, headings: Mapping[str, str] | None = None, name: str | None = None
) -> ColumnProposal:
    """`headings`: what a person chose before, which is taken over. Raises Unreadable as reading does."""
    path = Path(path)
    found = peek(path, Context(dataset, name or path.name, Repeats(), headings))
    if not found.tables:
        return ColumnProposal("", 0, "", (), ())
    sheet, rows = max(
        found.tables, key=lambda table: fit(find_header(table[1][:HEADER_WITHIN_ROWS], dataset, headings), dataset)
    )
    position, header = _header(rows, dataset, headings)
    names = header.headings
    columns = _proposed(names, [row for _, row in rows[position + 1 :]], dataset, headings or {})
    present = {column.heading: column.field for column in columns}
    missing = match_columns(names, dataset, present).missing(dataset)
    return ColumnProposal(fingerprint(names), rows[position][0], sheet, columns, tuple(missing))


def _header(rows: Lines, dataset: Dataset, headings: Mapping[str, str] | None) -> tuple[int, Columns]:
    """Where no heading is known: the first of the widest rows."""
    first = rows[:HEADER_WITHIN_ROWS]
    widths = [sum(1 for cell in cells if cell not in ("", None)) for _, cells in first]
    widest = widths.index(max(widths))
    return find_header(first, dataset, headings) or (widest, match_columns(first[widest][1], dataset, headings))


def _proposed(
    names: Sequence[str], rows: list[Sequence[Any]], dataset: Dataset, chosen: Mapping[str, str]
) -> tuple[ProposedColumn, ...]:
    values = {index: _values(rows, index) for index, heading in enumerate(names) if heading and heading not in OURS}
    by_fold = {fold_heading(heading): field for heading, field in chosen.items()}
    known = match_columns(names, dataset, chosen).by_heading
    taken = set(known.values())
    found = []
    for index, present in values.items():
        heading = names[index]
        samples = tuple(shown(value) for value in present[:SAMPLES])
        if fold_heading(heading) in by_fold:
            found.append(ProposedColumn(heading, by_fold[fold_heading(heading)], "chosen", samples))
        elif heading in known:
            found.append(ProposedColumn(heading, known[heading], "known", samples, _alike(heading, known, dataset)))
        else:
            field, sure, others = _guess(heading, present, dataset, taken)
            taken.add(field)
            found.append(ProposedColumn(heading, field, sure, samples, others))
    return tuple(found)


def _values(rows: list[Sequence[Any]], index: int) -> list[Any]:
    """Different ones, in order."""
    cells = (row[index] for row in rows if index < len(row))
    return list(dict.fromkeys(cell for cell in cells if cell not in ("", None) and cell not in DASHES))


def _guess(heading: str, values: list[Any], dataset: Dataset, taken: set[str]) -> tuple[str, Sureness, tuple[str, ...]]:
    free = [field for field in dataset.fields if field.name not in taken]
    likeness = {field.name: _likeness(heading, field) for field in free}
    fitting = [field for field in free if _fits(field, values)]
    similar = [field for field in fitting if likeness[field.name] >= _LIKENESS]
    telling = [field for field in fitting if field.type in _TELLING and values]
    ranked = sorted({*similar, *telling}, key=lambda field: -likeness[field.name])
    others = tuple(field.name for field in ranked)
    numbers = [field for field in telling if field.type in _NUMBERS]
    if numbers and all(field.type == "text" for field in similar):
        return numbers[0].name, "shape", tuple(name for name in others if name != numbers[0].name)
    if similar:
        best = max(similar, key=lambda field: likeness[field.name])
        return best.name, "similar", tuple(name for name in others if name != best.name)
    strong = [field for field in telling if field.type not in _WEAK]
    if strong:
        best = max(strong, key=lambda field: (likeness[field.name], -_TELLING.index(field.type)))
        return best.name, "shape", tuple(name for name in others if name != best.name)
    return "", "none", others


def _alike(heading: str, known: Mapping[str, str], dataset: Dataset) -> tuple[str, ...]:
    """Fields of the same type, for a heading that says one thing and means another."""
    field = dataset.field(known[heading])
    if field.type == "text":
        return ()
    return tuple(each.name for each in dataset.fields if each.type == field.type and each is not field)


def _likeness(heading: str, field: Field) -> float:
    folded = fold_heading(heading)
    return max(SequenceMatcher(None, folded, name).ratio() for name in names_of(field))


def _fits(field: Field, values: list[Any]) -> bool:
    return sum(_is_clean(field, value) for value in values) >= _SHARE_OF_CLEAN * len(values)


def _is_clean(field: Field, value: Any) -> bool:
    try:
        return clean(field, value) is not None
    except Unclean:
        return False
