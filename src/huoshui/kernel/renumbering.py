"""Rows follow their organisation: when it gets another seat, or two become one, every tenant table is renumbered.

Only what the application may change follows. An append-only table keeps its rows where they were written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Model

from huoshui.kernel.tenancy import TenantModel, current_reach


@dataclass(frozen=True, slots=True)
class Renumbering:
    """Rows at `seat` go to `to_seat`; of those, the rows owned by `org_id` belong to `to_org_id` from now on."""

    seat: int
    to_seat: int
    to_line_seat: int
    org_id: int
    to_org_id: int


def followers() -> list[type[TenantModel]]:
    """The tables whose rows follow."""
    return _tables("has_table_privilege(oid, 'UPDATE')")


def stayers() -> list[type[TenantModel]]:
    """The append-only ones."""
    return _tables("NOT has_table_privilege(oid, 'UPDATE')")


def may_change(model: type[Model]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [model._meta.db_table])
        return bool(cursor.fetchone()[0])


def renumber(steps: Sequence[Renumbering]) -> int:
    """Answers how many rows followed. A row that the actor does not reach, before or after, is left or refused by
    the database; two rows that may not stand in one organisation raise IntegrityError."""
    current_reach()
    columns = [[getattr(one, name) for one in steps] for name in Renumbering.__slots__]
    followed = 0
    with connection.cursor() as cursor:
        for model in followers():
            cursor.execute(
                f"""
                UPDATE "{model._meta.db_table}" t SET seat = step.to_seat, line_seat = step.to_line_seat,
                    org_id = CASE WHEN t.org_id = step.org_id THEN step.to_org_id ELSE t.org_id END
                FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
                    AS step (seat, to_seat, to_line_seat, org_id, to_org_id)
                WHERE t.seat = step.seat AND (t.seat, t.line_seat) <> (step.to_seat, step.to_line_seat)
                """,  # noqa: S608  the table's name is ours
                columns,
            )
            followed += cursor.rowcount
    return followed


def _tables(condition: str) -> list[type[TenantModel]]:
    models = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND {condition}",  # noqa: S608
            [[model._meta.db_table for model in models]],
        )
        found = {name for (name,) in cursor.fetchall()}
    return [model for model in models if model._meta.db_table in found]
