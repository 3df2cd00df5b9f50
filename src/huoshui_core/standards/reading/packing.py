"""Rows and problems as they pass from the reading child to its parent: JSON, because bytes from a process that read a
hostile file must not be able to say anything but data. A batch goes column by column; a column without a value is null.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat
from operator import itemgetter
from typing import Any

from pydantic_core import from_json, to_json

from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.repeats import Row
from huoshui_core.standards.refusal import Problem

LENGTH_DIGITS = 8
_TURNED_BY_TYPE: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "names": tuple,
    "codes": tuple,
    "classes": tuple,
    "industries": tuple,
    "number": Decimal,
    "money": Decimal,
}


class Packing:
    """For one data set: its fields in order, and which of them JSON cannot hold as they are."""

    def __init__(self, dataset: Dataset) -> None:
        self.names = tuple(field.name for field in dataset.fields)
        self._turned = [_TURNED_BY_TYPE.get(field.type) for field in dataset.fields]
        self._in_order = itemgetter(*self.names)

    def packed(self, batch: Sequence[Row | Problem]) -> list[Any]:
        rows = [one for one in batch if isinstance(one, Row)]
        problems = [[position, *_words(one)] for position, one in enumerate(batch) if isinstance(one, Problem)]
        columns = zip(*(self._in_order(row.values) for row in rows), strict=True)
        filled = [None if column.count(None) == len(column) else column for column in columns]
        return [problems, [row.line for row in rows], [row.file for row in rows], filled]

    def unpacked(self, message: Sequence[Any]) -> Iterator[Row | Problem]:
        """Raises an exception of some kind for what no honest child writes."""
        problems, lines, files, columns = message
        at = {position: problem_of(words) for position, *words in problems}
        rows = self._rows(lines, files, columns) if lines else iter(())
        for position in range(len(lines) + len(problems)):
            yield at[position] if position in at else next(rows)

    def _rows(self, lines: list[int], files: list[str], columns: list[Any]) -> Iterator[Row]:
        whole = [_whole(turn, column, len(lines)) for turn, column in zip(self._turned, columns, strict=True)]
        names = self.names
        return map(Row, lines, (dict(zip(names, one, strict=True)) for one in zip(*whole, strict=True)), files)


def packed_problems(problems: Sequence[Problem]) -> list[Any]:
    return [_words(one) for one in problems]


def problem_of(words: Sequence[Any]) -> Problem:
    file, line, *rest = words
    if not isinstance(line, int) or not all(isinstance(word, str) for word in (file, *rest)):
        raise TypeError("not a problem")
    return Problem(file, line, *rest)


def written(message: Any) -> bytes:
    """One message: eight digits of length, then JSON."""
    body = to_json(message)
    return f"{len(body):0{LENGTH_DIGITS}x}".encode() + body


def read(body: bytes) -> Any:
    return from_json(body)


def _words(problem: Problem) -> list[Any]:
    return [problem.file, problem.line, problem.column, problem.value, problem.message, problem.code]


def _whole(turn: Callable[[Any], Any] | None, column: Any, count: int) -> Any:
    if column is None:
        return repeat(None, count)
    return column if turn is None else [None if value is None else turn(value) for value in column]
