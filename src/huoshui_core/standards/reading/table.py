"""From the cells of any table to clean rows, or problems that name file, line and column."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from huoshui_core.standards.clean import clean_record
from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.columns import Columns
from huoshui_core.standards.reading.repeats import Repeats, Row
from huoshui_core.standards.refusal import FieldProblem, Problem, Unreadable, shown

Line = tuple[int, Sequence[Any]]
# From the cells by field, the cells and their headings to a field, a message and a code; None lets a record in.
Gate = Callable[[Mapping[str, Any], Sequence[Any], Sequence[str]], tuple[str, str, str] | None]
MOST_NOTICES = 10_000


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines of a table: where each begins, and its cells; beside them what was torn among them."""

    numbers: list[int]
    cells: list[Any]
    problems: list[Problem]


@dataclass(slots=True)
class Context:
    """What every reader is told: the standard, the name of the file for messages, and the caller's choices.

    While several sheets of a workbook are read, `file` names the one that is. `gate` refuses records by what no field
    of the standard takes.
    """

    dataset: Dataset
    file: str
    repeats: Repeats
    headings: Mapping[str, str] | None = None
    today: date | None = None
    notices: list[Problem] = field(default_factory=list)
    gate: Gate | None = None

    def refusal(self, code: str, message: str, *, line: int = 0) -> Unreadable:
        return Unreadable(Problem(self.file, line, "", "", message, code))


def pieces(lines: Iterator[Line | Problem], size: int) -> Iterator[list[Line | Problem]]:
    while piece := list(islice(lines, size)):
        yield piece


def gathered(lines: list[Line | Problem]) -> Lines:
    read = [line for line in lines if not isinstance(line, Problem)]
    problems = [line for line in lines if isinstance(line, Problem)]
    return Lines([number for number, _ in read], [cells for _, cells in read], problems)


def read_table(lines: Iterable[Line | Problem], columns: Columns, context: Context) -> Iterator[Row | Problem]:
    for line in lines:
        if isinstance(line, Problem):
            yield line
            continue
        number, cells = line
        raw = filled(cells, columns)
        if raw:
            yield from read_record(number, raw, context, columns=columns, cells=cells)


def read_record(
    line: int, raw: Mapping[str, Any], context: Context, *, columns: Columns | None = None, cells: Sequence[Any] = ()
) -> Iterator[Row | Problem]:
    """One record by field name, cleaned and held against those before it."""
    if context.gate and (shut := context.gate(raw, cells, columns.headings if columns else ())):
        name, message, code = shut
        yield _located(FieldProblem(name, shown(raw.get(name)), message, code), raw, line, columns, context)
        return
    row = cleaned_record(line, raw, context, columns=columns)
    if not isinstance(row, Row):
        yield from row
        return
    key = next((str(row.values[name]) for name in context.dataset.key if row.values[name]), "")
    answer = context.repeats.answer(row, key, hash(tuple(raw.items()))) if key else row
    if answer is not None:
        yield answer


def cleaned_record(
    line: int, raw: Mapping[str, Any], context: Context, *, columns: Columns | None = None
) -> Row | list[Problem]:
    """One record by field name, cleaned by itself; what was put right is added to the context's notices."""
    corrected: list[FieldProblem] = []
    values, problems = clean_record(context.dataset, raw, today=context.today, notices=corrected)
    if problems:
        return [_located(problem, raw, line, columns, context) for problem in problems]
    if len(context.notices) < MOST_NOTICES:
        context.notices.extend(_located(one, raw, line, columns, context) for one in corrected)
    return Row(line, values, context.file)


def filled(cells: Sequence[Any], columns: Columns) -> dict[str, Any]:
    raw = {}
    for used, indexes in columns.used:
        for index in indexes:
            if index < len(cells) and cells[index] not in ("", None):
                raw[used.name] = cells[index]
                break
    return raw


def _located(
    problem: FieldProblem, raw: Mapping[str, Any], line: int, columns: Columns | None, context: Context
) -> Problem:
    headings = {name: heading for heading, name in reversed(columns.by_heading.items())} if columns else {}
    known = context.dataset.by_name.get(problem.field)
    heading = headings.get(problem.field) or (known.label if known else problem.field)
    return Problem(
        context.file, line, heading, shown(raw.get(problem.field, problem.value)), problem.message, problem.code
    )
