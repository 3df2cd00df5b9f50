"""Which of the known data sets a file is, for a door that takes them all."""

from dataclasses import dataclass
from pathlib import Path

from huoshui_core.standards.model import LATEST, Dataset, load
from huoshui_core.standards.reading.columns import HEADER_WITHIN_ROWS, Columns, find_header
from huoshui_core.standards.reading.peeking import Peek, peek
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.table import Context


@dataclass(frozen=True, slots=True)
class Recognised:
    """`dataset` is empty when no data set has all it needs; `nearest` then lacks `missing`."""

    dataset: str
    nearest: str
    columns: Columns
    missing: tuple[str, ...] = ()


_NO_COLUMNS = Columns((), ())


def recognise(path: Path | str, *, among: tuple[str, ...] = tuple(LATEST), name: str | None = None) -> Recognised:
    """Of several data sets that fit, the one that explains most columns; then the earlier in `among`.

    Raises Unreadable when the file cannot be opened at all.
    """
    path = Path(path)
    found = peek(path, Context(load(among[0]), name or path.name, Repeats()))
    if found.stamp in among:
        columns = _columns(found, load(found.stamp))
        return Recognised(found.stamp, found.stamp, columns, tuple(columns.missing(load(found.stamp))))
    if not found.tables:
        return Recognised("patent", "patent", _NO_COLUMNS)
    by_name = {each: _columns(found, load(each)) for each in among}
    whole = [each for each, columns in by_name.items() if not columns.missing(load(each))]
    best = max(whole or by_name, key=lambda each: len(by_name[each].by_heading))
    columns = by_name[best]
    return Recognised(best if whole else "", best, columns, tuple(columns.missing(load(best))))


def _columns(found: Peek, dataset: Dataset) -> Columns:
    """Of the sheet that answers the data set best."""
    headers = [find_header(rows[:HEADER_WITHIN_ROWS], dataset) for _, rows in found.tables]
    columns = [header[1] for header in headers if header]
    whole = [each for each in columns if not each.missing(dataset)]
    return max(whole or columns, key=lambda each: len(each.by_heading), default=_NO_COLUMNS)
