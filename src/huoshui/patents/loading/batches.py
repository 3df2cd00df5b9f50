"""A file in batches of rows: each row cleaned, given to its owner, and written as a line ready to be staged.

Pure, because it runs in a child of its own. Tables go by columns; documents and packages row by row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, islice, repeat
from pathlib import Path
from typing import Any

from huoshui.patents.loading.attributing import Attribution
from huoshui.patents.loading.batch import Batch, Ending
from huoshui.patents.loading.secrets import secret_columns, secret_fault
from huoshui.patents.loading.writing import STANDARD, Place, Writer
from huoshui_core.standards.bulk import clean_patents
from huoshui_core.standards.reading import Row, open_source
from huoshui_core.standards.reading.columns import Columns
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.source import open_batches
from huoshui_core.standards.reading.spans import Span
from huoshui_core.standards.reading.table import Context, Lines, cleaned_record, filled

ROWS_A_BATCH = 2_000
Values = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and how: the whole file, or of a text table one of its `parts` spans."""

    path: Path
    name: str
    headings: Mapping[str, str]
    attribution: Attribution
    today: date
    part: int = 0
    parts: int = 1
    span: Span | None = None
    rows_a_batch: int = ROWS_A_BATCH


def read_batches(request: Request) -> Iterator[Batch | Ending]:
    """Raises Unreadable when the file as a whole cannot be taken, and TornSpan. The ending comes last."""
    context = Context(STANDARD, request.name, Repeats(), request.headings)
    found = open_batches(request.path, context, request.rows_a_batch, request.span)
    if found is None:
        yield from _documents(request)
        return
    columns = found.columns
    writer = Writer(request.attribution, columns, request.today, request.part, request.parts)
    table = _Table(request.name, columns, context, writer)
    first = request.span.lines if request.span else 0  # no record of an earlier span has so high a number
    for lines in found.lines:
        yield table.batch(first, lines)
        first += len(lines.numbers) + len(lines.problems)
    yield Ending(found.format, columns.by_heading, columns.ignored, columns.is_demonstration)


@dataclass(frozen=True)
class _Table:
    """`name` is the file's; the context names the sheet that is read, where there are several."""

    name: str
    columns: Columns
    context: Context
    writer: Writer

    def batch(self, first: int, lines: Lines) -> Batch:
        batch, cells = Batch(), lines.cells
        for problem in lines.problems:
            batch.refuse([problem])
        sheet = self.context.file if self.context.file != self.name else ""
        places = list(map(Place, count(first), lines.numbers, repeat(sheet)))
        raw = _by_field(cells, self.columns)
        cleaned = clean_patents(STANDARD, raw, len(cells))
        values: Values = cleaned.values
        gone = set()
        for at in cleaned.doubtful | self._marked(cells):
            record = self._slowly(places[at], cells[at], batch)
            if record is None:
                gone.add(at)
                continue
            for name, value in record.items():
                values[name][at] = value
        if gone:
            kept = [at for at in range(len(cells)) if at not in gone]
            places = [places[at] for at in kept]
            values = {name: [column[at] for at in kept] for name, column in values.items()}
        batch.notices, self.context.notices[:] = list(self.context.notices), []
        self.writer.write(batch, self.context.file, places, values)
        return batch

    def _marked(self, cells: Sequence[Sequence[Any]]) -> set[int]:
        """Rows with something in a column about secrecy."""
        marks = secret_columns(self.columns.headings)
        return {at for at, row in enumerate(cells) if secret_fault({}, _marks(row, marks))} if marks else set()

    def _slowly(self, place: Place, cells: Sequence[Any], batch: Batch) -> dict[str, Any] | None:
        """The whole record as `clean_record` sees it; None where it is refused or empty."""
        raw = filled(cells, self.columns)
        if not raw:
            return None
        if fault := secret_fault(raw, _marks(cells, secret_columns(self.columns.headings))):
            batch.refuse([self.writer.located(self.context.file, place, fault, raw.get(fault[0]))])
            return None
        answer = cleaned_record(place.line, raw, self.context, columns=self.columns)
        if isinstance(answer, Row):
            return answer.values
        batch.refuse(answer)
        return None


def _gate(raw: Mapping[str, Any], cells: Sequence[Any], headings: Sequence[str]) -> tuple[str, str, str] | None:
    return secret_fault(raw, _marks(cells, secret_columns(tuple(headings))))


def _marks(cells: Sequence[Any], indexes: Sequence[int]) -> list[Any]:
    return [cells[index] for index in indexes if index < len(cells)]


def _by_field(cells: Sequence[Sequence[Any]], columns: Columns) -> dict[str, Sequence[Any]]:
    """Of several columns of one field the first filled cell counts."""
    width = len(columns.headings)
    if set(map(len, cells)) != {width}:
        cells = [[*row[:width], *[""] * (width - len(row))] for row in cells]
    across = list(zip(*cells, strict=True)) or [()] * width
    found: dict[str, Sequence[Any]] = {}
    for used, indexes in columns.used:
        found[used.name] = across[indexes[0]]
        for index in indexes[1:]:
            pairs = zip(found[used.name], across[index], strict=True)
            found[used.name] = [other if one in ("", None) else one for one, other in pairs]
    return found


def _documents(request: Request) -> Iterator[Batch | Ending]:
    source = open_source(request.path, STANDARD, name=request.name, headings=request.headings, gate=_gate)
    writer = Writer(request.attribution, None, request.today)
    first, repeated, noticed, last = 0, 0, 0, ("", -1)
    rows = iter(source)
    while True:
        taken = list(islice(rows, request.rows_a_batch))
        batch, found = Batch(), []
        for at, one in enumerate(taken, first):
            if isinstance(one, Row):
                found.append((Place(at, one.line, one.file), one.values))
            elif (one.file, one.line) == last:
                batch.problems.append(one)
            else:
                batch.refuse([one])
                last = (one.file, one.line)
        batch.repeated, repeated = source.repeats.count - repeated, source.repeats.count
        batch.notices, noticed = source.notices[noticed:], len(source.notices)
        values = {each.name: [said[each.name] for _, said in found] for each in STANDARD.fields}
        writer.write(batch, request.name, [place for place, _ in found], values)
        first += len(taken)
        yield batch
        if not taken:
            break
    yield Ending(source.format, dict(source.columns), source.ignored, source.is_demonstration)
