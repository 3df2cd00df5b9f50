"""Which column of a file answers which field of a standard."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from huoshui_core.standards.marks import DEMONSTRATION_HEADING, PROBLEMS_HEADING
from huoshui_core.standards.model import Dataset, Field

HEADER_WITHIN_ROWS = 10
OURS = frozenset({DEMONSTRATION_HEADING, PROBLEMS_HEADING})
# What commercial exports write into a cell that has no value.
DASHES = frozenset({"-", "--", "—", "——", "－"})
_MAY_BE_A_DASH = frozenset({"text", "names"})


@dataclass(frozen=True, slots=True)
class Columns:
    """`used` gives for each field its columns, best first: the first filled one counts."""

    headings: tuple[str, ...]
    used: tuple[tuple[Field, tuple[int, ...]], ...]

    @property
    def by_heading(self) -> dict[str, str]:
        return {self.headings[index]: field.name for field, indexes in self.used for index in indexes}

    @property
    def asked(self) -> frozenset[str]:
        """The headings of the file itself, folded: the same for tables that have the same columns in any order."""
        return frozenset(fold_heading(heading) for heading in self.headings if heading and heading not in OURS)

    @property
    def ignored(self) -> tuple[str, ...]:
        known = self.by_heading.keys() | OURS
        return tuple(heading for heading in self.headings if heading and heading not in known)

    @property
    def is_demonstration(self) -> bool:
        return DEMONSTRATION_HEADING in self.headings

    @property
    def dashed(self) -> tuple[int, ...]:
        """Columns where a dash alone means nothing: where it cannot be a value, and under headings not ours."""
        return tuple(
            index
            for field, indexes in self.used
            for index in indexes
            if field.type not in _MAY_BE_A_DASH or fold_heading(self.headings[index]) != fold_heading(field.label)
        )

    def missing(self, dataset: Dataset) -> list[str]:
        """Labels of what the standard needs and no column gives."""
        present = {field.name for field, _ in self.used}
        lacking = [field.label for field in dataset.fields if field.required and field.name not in present]
        for group in dataset.one_of:
            if not present.intersection(group):
                lacking.append(" 或 ".join(dataset.field(name).label for name in group))
        return lacking


def match_columns(row: Iterable[Any], dataset: Dataset, headings: Mapping[str, str] | None = None) -> Columns:
    """`headings` (heading → field name, or "" for none) comes before what the standard knows.

    A heading the standard itself knows for that field keeps its rank among the field's columns.
    """
    shown = shown_headings(row)
    by_fold = {fold_heading(heading): index for index, heading in reversed(list(enumerate(shown))) if heading}
    chosen = {fold_heading(heading): name for heading, name in (headings or {}).items()}
    used = []
    for field in dataset.fields:
        known = names_of(field)
        asked = [folded for folded, name in chosen.items() if name == field.name and folded not in known]
        names = asked + [each for each in known if chosen.get(each, field.name) == field.name]
        indexes = tuple(by_fold[name] for name in names if name in by_fold)
        if indexes:
            used.append((field, indexes))
    return Columns(shown, tuple(used))


def shown_headings(row: Iterable[Any]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell).strip().removeprefix("\ufeff") for cell in row)


def find_header(
    rows: Sequence[tuple[int, Sequence[Any]]], dataset: Dataset, headings: Mapping[str, str] | None = None
) -> tuple[int, Columns] | None:
    """Position and columns of the header: the first row that gives all the standard needs, else the best one.

    Of a heading in two rows, joined cells (日期) above their parts (申请日, 公开日), the position of the second.
    """
    best: tuple[int, Columns] | None = None
    for position, (_, cells) in enumerate(rows):
        columns = match_columns(cells, dataset, headings)
        if columns.used and position + 1 < len(rows):
            both = _in_two_rows(columns, rows[position + 1][1], dataset, headings)
            if both:
                columns, position = both, position + 1
        if columns.used and not columns.missing(dataset):
            return position, columns
        if columns.used and (best is None or len(columns.used) > len(best[1].used)):
            best = position, columns
    return best


def _in_two_rows(
    above: Columns, row: Sequence[Any], dataset: Dataset, headings: Mapping[str, str] | None
) -> Columns | None:
    """Both rows as one heading, where most of what stands in the second are headings and say more than the first."""
    parts = shown_headings(row)
    filled = [part for part in parts if part]
    known = match_columns(parts, dataset, headings).by_heading.keys() | OURS
    if not filled or 2 * sum(part in known for part in filled) < len(filled):
        return None
    joined = (below or over for over, below in zip_longest(above.headings, parts, fillvalue=""))
    both = match_columns(joined, dataset, headings)
    return both if len(both.used) > len(above.used) else None


def fit(header: tuple[int, Columns] | None, dataset: Dataset) -> tuple[bool, int]:
    """How well a table answers the standard: all with all it needs alike, before them that have most of it."""
    if header is None:
        return False, 0
    return (False, len(header[1].used)) if header[1].missing(dataset) else (True, 0)


def without_dashes(cells: Sequence[Any], dashed: Iterable[int]) -> Sequence[Any]:
    """The row as it is meant; the same list where no cell is a dash."""
    if DASHES.isdisjoint(cells):
        return cells
    meant = list(cells)
    for index in dashed:
        if index < len(meant) and meant[index] in DASHES:
            meant[index] = ""
    return meant


def fingerprint(headings: Iterable[str]) -> str:
    """The same for the same headings in any order: what a person's choice of columns is remembered by."""
    folded = sorted({fold_heading(heading) for heading in headings if heading not in OURS} - {""})
    return sha256("\n".join(folded).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def fold_heading(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(folded.split()).strip("*:")


def names_of(field: Field) -> list[str]:
    """Folded. Label and name first, unless the aliases list the label themselves at another rank."""
    aliases = [fold_heading(alias) for alias in field.aliases]
    own = [fold_heading(field.label), fold_heading(field.name)]
    return [each for each in own if each not in aliases] + aliases
