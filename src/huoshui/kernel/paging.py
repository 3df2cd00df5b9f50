"""Keyset paging: a page costs the same wherever it lies, and never skips or repeats a row that stands still."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, F, Model, Q, QuerySet
from django.utils.timezone import is_aware

from huoshui.kernel.errors import Invalid

CAP = 10_000


@dataclass(frozen=True, slots=True)
class Sort:
    """A column rows may be ordered by. It must be NOT NULL: a keyset cannot step over NULL."""

    name: str
    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Any]
    next: str  # cursor, "" on the last page
    previous: str
    total: int
    total_is_capped: bool


def page(rows: QuerySet[Any], sort: Sort, *, cursor: str = "", size: int = 50) -> Page:
    """`cursor` is what a former page gave out; raises Invalid when it is not. Total is counted up to CAP."""
    back, edge = _read(cursor, sort)
    down = sort.descending != back
    prefix = "-" if down else ""
    window = rows.order_by(f"{prefix}{sort.field}", f"{prefix}pk")
    if edge is not None:
        window = _beyond(window, sort.field, "lt" if down else "gt", *edge)
    found = list(window[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    total = rows.order_by()[: CAP + 1].count()
    return Page(
        found,
        _write(found[-1], sort, back=False) if found and (more or back) else "",
        _write(found[0], sort, back=True) if found and (edge is not None if not back else more) else "",
        min(total, CAP),
        total > CAP,
    )


def _beyond(rows: QuerySet[Any], field: str, step: str, value: Any, key: int) -> QuerySet[Any]:
    try:
        if isinstance(_output(rows, field), DateTimeField) and not is_aware(datetime.fromisoformat(value)):
            raise ValueError(value)  # a page gives out the zone too; without one the moment is anybody's guess
        window = rows.filter(Q(**{f"{field}__{step}": value}) | Q(**{field: value, f"pk__{step}": key}))
        # The redundant bound lets the planner enter the index at the edge.
        return window.filter(**{f"{field}__{step}e": value})
    except (ValueError, TypeError, OverflowError, ValidationError):
        raise _bad_cursor() from None


def _output(rows: QuerySet[Any], field: str) -> Any:
    """What kind of value a column, a joined one or an annotation has."""
    return F(field).resolve_expression(rows.query.clone()).output_field


def _bad_cursor() -> Invalid:
    return Invalid("翻页位置无效，请从第一页重新打开")


def _write(row: Model, sort: Sort, *, back: bool) -> str:
    value = row
    for part in sort.field.split("__"):
        value = getattr(value, part)
    if isinstance(value, date | datetime):
        value = value.isoformat()  # type: ignore[assignment]
    text = json.dumps([sort.name, int(back), value, row.pk], separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, sort: Sort) -> tuple[bool, tuple[Any, int] | None]:
    if not cursor:
        return False, None
    try:
        name, back, value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if name != sort.name or back not in (0, 1) or not isinstance(key, int) or "\0" in str(value):
            raise ValueError(cursor)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise _bad_cursor() from None
    return bool(back), (value, key)
