"""Cleans one column of many rows. What a fast path is not sure of goes through `clean`; what `clean` refuses is DOUBT.

A value that comes again is looked up. Lookups are bounded, so that memory stays flat however long the file is.
"""

from collections.abc import Sequence
from typing import Any

from huoshui_core.standards.bulk.remembered import Remembered
from huoshui_core.standards.clean import clean, written
from huoshui_core.standards.identifiers.publication_number import CANONICAL
from huoshui_core.standards.model import Field
from huoshui_core.standards.refusal import Unclean

_NUMBER_LENGTH = 14  # 201710601862.3
_YEARS = frozenset(str(year) for year in range(2003, 2100))
_KIND_DIGITS = frozenset("12389")
_CHECKS = {rest: "X" if rest == 10 else str(rest) for rest in range(11)}


class Doubt:
    """Stands for a value that needs the whole record, or a person."""

    def __bool__(self) -> bool:
        return False


DOUBT = Doubt()
Column = list[Any]  # canonical values, None or DOUBT


class Cleaner:
    """Of one field. `met_doubt` tells whether DOUBT is among what it has ever answered."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.met_doubt = False
        self._known = Remembered(self.one)

    def __call__(self, column: Sequence[str]) -> Column:
        match self.field.type:
            case "text":
                return self._texts(column)
            case "application_no":
                return [text if _is_canonical(text) else self.one(text) for text in column]
            case "publication_no":
                return [text if CANONICAL.fullmatch(text) else self.one(text) for text in column]
            case "names" if self.field.name == "inventors":
                longest = self.field.max
                return [_split(text, longest or len(text)) or self.one(text) for text in column]
        return list(map(self._known.__getitem__, column))

    def one(self, text: str) -> Any:
        try:
            return clean(self.field, text or None)
        except Unclean:
            self.met_doubt = True
            return DOUBT

    def _texts(self, column: Sequence[str]) -> Column:
        """One look at all of them together; where anything stands out, each is looked at."""
        together = "".join(column)
        if not together:
            return [self.one("")] * len(column)
        if together.isprintable() and "#" not in together:
            stripped = [text.strip() for text in column]
            if len(max(stripped, key=len)) <= (self.field.max or len(together)) and (
                not self.field.required or all(stripped)
            ):
                return [text or None for text in stripped]
        return [self.one(text) for text in column]


def as_typed(cells: Sequence[Any]) -> tuple[Sequence[str], list[int]]:
    """Cells as a person would have typed them, and which of them nobody can type."""
    if set(map(type, cells)) == {str}:
        return cells, []
    typed = [cell if type(cell) is str else _typed(cell) for cell in cells]
    untypable = [index for index, text in enumerate(typed) if text is None]
    return [text or "" for text in typed], untypable


def _typed(cell: Any) -> str | None:
    if cell is None:
        return ""
    try:
        return written(cell)
    except Unclean:
        return None


_FIRST, _MIDDLE, _LAST = (
    {f"{number:04}": sum(int(d) * w for d, w in zip(f"{number:04}", weights, strict=True)) for number in range(10_000)}
    for weights in ((2, 3, 4, 5), (6, 7, 8, 9), (2, 3, 4, 5))
)


def _is_canonical(text: str) -> bool:
    """Twelve digits of a year and a kind that exist, a point, and the check digit that belongs to them."""
    if len(text) != _NUMBER_LENGTH or text[12] != "." or text[:4] not in _YEARS or text[4] not in _KIND_DIGITS:
        return False
    middle, last = _MIDDLE.get(text[4:8]), _LAST.get(text[8:12])
    if middle is None or last is None:
        return False
    return _CHECKS[(_FIRST[text[:4]] + middle + last) % 11] == text[13]


def _split(text: str, longest: int) -> tuple[str, ...] | None:
    if not text.isprintable() or ("|" not in text and (";" in text or "；" in text)) or text[:1] == "#":
        return None
    names = tuple(dict.fromkeys(map(str.strip, text.split("|"))))
    return names if all(0 < len(name) <= longest for name in names) else None
