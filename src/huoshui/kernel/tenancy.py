"""The two walls round every tenant-owned row.

Wall A, in Django: no SQL leaves for a tenant table until a scope is open, and the manager narrows to the
actor's reach. It stands where SQL is made (`Query.get_compiler`), so a queryset method that a later Django
adds is closed by default. Wall B, in PostgreSQL: row-level security on the same numbers, see `walls.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from django.db import connection, models, transaction
from django.db.models import sql

from huoshui.kernel.actor import Actor
from huoshui.kernel.reach import TOP, Reach

SETTINGS = tuple(
    f"huoshui.{name}" for name in ("seat_lo", "seat_hi", "line_lo", "line_hi", "audit_lo", "audit_hi", "user")
)


class TenantScopeMissing(RuntimeError):
    """A tenant-owned table was touched outside `scope`."""


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def scope(actor: Actor) -> Iterator[None]:
    """One transaction in which both walls stand at the actor's reach.

    Inside another scope the reach changes for the block and is put back afterwards.
    """
    before = _actor.get()
    with transaction.atomic():
        token = _actor.set(actor)
        _tell_database(actor)
        try:
            yield
        finally:
            _actor.reset(token)
        # Not after a fault: PostgreSQL takes no more orders then, and the rollback itself puts the setting back.
        if before is not None and not connection.needs_rollback:
            _tell_database(before)


@contextmanager
def widened(actor: Actor, reach: Reach, *, why: str) -> Iterator[None]:
    """The only way to see further than the actor, for as long as the block lasts: a visitor's request laid before
    the bureau concerned, say. A house test lists every caller; `why` tells its reader the reason."""
    if not why.strip():
        raise ValueError("say why")
    with scope(replace(actor, reach=reach)):
        yield


def _tell_database(actor: Actor) -> None:
    reach, audit = actor.reach, actor.audit
    values = (reach.seat_lo, reach.seat_hi, reach.line_lo, reach.line_hi, audit.seat_lo, audit.seat_hi, actor.user_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in SETTINGS),
            [text for name, value in zip(SETTINGS, values, strict=True) for text in (name, str(value))],
        )


def acting() -> Actor | None:
    """None outside a scope."""
    return _actor.get()


def current_actor() -> Actor:
    """Raises TenantScopeMissing outside a scope."""
    actor = _actor.get()
    if actor is None:
        raise TenantScopeMissing("open scope(actor) first")
    return actor


def current_reach() -> Reach:
    """For SQL that carries the range itself, beside the policy. Raises TenantScopeMissing outside a scope."""
    return current_actor().reach


class GuardedQuery(sql.Query):
    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        current_reach()
        return super().get_compiler(*args, **kwargs)


class TenantQuerySet(models.QuerySet[Any]):
    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    # INSERT, UPDATE and DELETE swap the query class, so they are guarded by name.
    def _insert(self, *args: Any, **kwargs: Any) -> Any:
        current_reach()
        return super()._insert(*args, **kwargs)  # type: ignore[misc]

    def update(self, **kwargs: Any) -> int:
        current_reach()
        return super().update(**kwargs)

    def _update(self, *args: Any, **kwargs: Any) -> Any:
        current_reach()
        return super()._update(*args, **kwargs)  # type: ignore[misc]

    def _raw_delete(self, using: Any) -> Any:
        current_reach()
        return super()._raw_delete(using)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        current_reach()
        return super().raw(*args, **kwargs)


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> TenantQuerySet:
        rows: TenantQuerySet = super().get_queryset()
        actor = _actor.get()
        return rows if actor is None else within(rows, actor.reach)


def within(rows: TenantQuerySet, reach: Reach) -> TenantQuerySet:
    """Only the range that narrows is stated, so that the planner sees the one index it needs."""
    if (reach.seat_lo, reach.seat_hi) != (0, TOP):
        rows = rows.filter(seat__gte=reach.seat_lo, seat__lte=reach.seat_hi)
    if (reach.line_lo, reach.line_hi) != (0, TOP):
        rows = rows.filter(line_seat__gte=reach.line_lo, line_seat__lte=reach.line_hi)
    return rows


class TenantModel(models.Model):
    """Base of every table that belongs to an organisation: the owner and its two numbers on each row."""

    org_id = models.BigIntegerField("所属单位")
    seat = models.BigIntegerField("席位")
    line_seat = models.BigIntegerField("条线席位")

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        current_reach()
        return super().delete(*args, **kwargs)
