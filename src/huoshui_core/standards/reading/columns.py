"""Which column of a file answers which field of a standard."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huoshui_core.standards.marks import DEMONSTRATION_HEADING
from huoshui_core.standards.model import Dataset, Field

HEADER_WITHIN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Columns:
    """`used` gives for each field its columns, best first: the first filled one counts."""

    headings: tuple[str, ...]
    used: tuple[tuple[Field, tuple[int, ...]], ...]

    @property
    def by_heading(self) -> dict[str, str]:
        return {self.headings[index]: field.name for field, indexes in self.used for index in indexes}

    @property
    def ignored(self) -> tuple[str, ...]:
        known = self.by_heading.keys() | {DEMONSTRATION_HEADING}
        return tuple(heading for heading in self.headings if heading and heading not in known)

    @property
    def is_demonstration(self) -> bool:
        return DEMONSTRATION_HEADING in self.headings

    def missing(self, dataset: Dataset) -> list[str]:
        """Labels of what the standard needs and no column gives."""
        present = {field.name for field, _ in self.used}
        lacking = [field.label for field in dataset.fields if field.required and field.name not in present]
        for group in dataset.one_of:
            if not present.intersection(group):
                lacking.append(" 或 ".join(dataset.field(name).label for name in group))
        return lacking


def match_columns(row: Iterable[Any], dataset: Dataset, headings: Mapping[str, str] | None = None) -> Columns:
    """`headings` (heading → field name) comes before what the standard knows."""
    shown = tuple("" if cell is None else str(cell).strip().removeprefix("\ufeff") for cell in row)
    by_fold = {fold_heading(heading): index for index, heading in reversed(list(enumerate(shown))) if heading}
    chosen = {fold_heading(heading): name for heading, name in (headings or {}).items()}
    used = []
    for field in dataset.fields:
        asked = [folded for folded, name in chosen.items() if name == field.name]
        names = dict.fromkeys(asked + [each for each in _names_of(field) if each not in chosen])
        indexes = tuple(by_fold[name] for name in names if name in by_fold)
        if indexes:
            used.append((field, indexes))
    return Columns(shown, tuple(used))


def find_header(
    rows: Sequence[tuple[int, Sequence[Any]]], dataset: Dataset, headings: Mapping[str, str] | None = None
) -> tuple[int, Columns] | None:
    """Position and columns of the header: the first row that gives all the standard needs, else the best one."""
    best: tuple[int, Columns] | None = None
    for position, (_, cells) in enumerate(rows):
        columns = match_columns(cells, dataset, headings)
        if columns.used and not columns.missing(dataset):
            return position, columns
        if columns.used and (best is None or len(columns.used) > len(best[1].used)):
            best = position, columns
    return best


def fold_heading(heading: str) -> str:
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(folded.split()).strip("*:")


def _names_of(field: Field) -> list[str]:
    """Label and name first, unless the aliases list the label themselves at another rank."""
    aliases = [fold_heading(alias) for alias in field.aliases]
    own = [fold_heading(field.label), fold_heading(field.name)]
    return [each for each in own if each not in aliases] + aliases
