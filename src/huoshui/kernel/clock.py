"""The only place that asks the time, so that tests and recomputations can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    return _set.get() or timezone.now()


def today() -> date:
    return timezone.localtime(now()).date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
