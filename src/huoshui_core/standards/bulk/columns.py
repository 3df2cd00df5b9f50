"""Cleans one column of many rows. What a fast path is not sure of goes through `clean`; what `clean` refuses is DOUBT.

A value that comes again is looked up. Lookups are bounded, so that memory stays flat however long the file is.
"""

from collections.abc import Callable, Sequence
from typing import Any

from huoshui_core.standards.clean import clean, written
from huoshui_core.standards.identifiers.publication_number import CANONICAL
from huoshui_core.standards.model import Field
from huoshui_core.standards.refusal import Unclean

MOST_REMEMBERED = 50_000
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
Cleaner = Callable[[Sequence[str]], Column]


class Remembered(dict[str, Any]):
    """text → canonical value, each worked out once."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field

    def __missing__(self, text: str) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[text] = one(self.field, text)
        return value


def one(field: Field, text: str) -> Any:
    try:
        return clean(field, text or None)
    except Unclean:
        return DOUBT


def texts(cells: Sequence[Any]) -> list[Any]:
    """Cells as a person would have typed them; DOUBT for what nobody can type."""
    return [cell if type(cell) is str else _typed(cell) for cell in cells]


def _typed(cell: Any) -> Any:
    if cell is None:
        return ""
    try:
        return written(cell)
    except Unclean:
        return DOUBT


def cleaner(field: Field) -> Cleaner:
    match field.type:
        case "text":
            return lambda column: _texts(field, column)
        case "application_no":
            return lambda column: _application_numbers(field, column)
        case "publication_no":
            return lambda column: _publication_numbers(field, column)
        case "names" if field.name == "inventors":
            return lambda column: _names(field, column)
    remembered = Remembered(field)
    return lambda column: list(map(remembered.__getitem__, column))


def _texts(field: Field, column: Sequence[str]) -> Column:
    """One look at all of them together; where anything stands out, each is looked at."""
    together = "".join(column)
    if together.isprintable() and "#" not in together:
        stripped = [text.strip() for text in column]
        if len(max(stripped, key=len, default="")) <= (field.max or len(together)):
            empty = DOUBT if field.required else None
            return [text or empty for text in stripped]
    return [one(field, text) for text in column]


def _publication_numbers(field: Field, column: Sequence[str]) -> Column:
    canonical = CANONICAL.fullmatch
    return [text if canonical(text) else one(field, text) for text in column]


_FIRST, _MIDDLE, _LAST = (
    {f"{number:04}": sum(int(d) * w for d, w in zip(f"{number:04}", weights, strict=True)) for number in range(10_000)}
    for weights in ((2, 3, 4, 5), (6, 7, 8, 9), (2, 3, 4, 5))
)


def _application_numbers(field: Field, column: Sequence[str]) -> Column:
    return [text if _is_canonical(text) else one(field, text) for text in column]


def _is_canonical(text: str) -> bool:
    """Twelve digits of a year and a kind that exist, a point, and the check digit that belongs to them."""
    if len(text) != _NUMBER_LENGTH or text[12] != "." or text[:4] not in _YEARS or text[4] not in _KIND_DIGITS:
        return False
    middle, last = _MIDDLE.get(text[4:8]), _LAST.get(text[8:12])
    if middle is None or last is None:
        return False
    return _CHECKS[(_FIRST[text[:4]] + middle + last) % 11] == text[13]


def _names(field: Field, column: Sequence[str]) -> Column:
    return [_split(text, field.max or len(text)) or one(field, text) for text in column]


def _split(text: str, longest: int) -> tuple[str, ...] | None:
    if not text.isprintable() or ("|" not in text and (";" in text or "；" in text)) or text[:1] == "#":
        return None
    names = tuple(dict.fromkeys(map(str.strip, text.split("|"))))
    return names if all(0 < len(name) <= longest for name in names) else None
