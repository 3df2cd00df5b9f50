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


def hand_over(model: type[TenantModel], ids: Sequence[int], *, from_org_id: int, to: tuple[int, int, int]) -> int:
    """Rows of one organisation become another's (`to`: its id, seat and line seat), with every row of the same
    organisation that hangs on them, whatever room it is in: by a foreign key, or by a column named after the table.

    Answers how many rows went. What is append-only stays. Two that may not stand in one organisation raise
    IntegrityError.
    """
    current_reach()
    moved, waiting = 0, [(model, list(ids))]
    seen = {model}
    while waiting:
        above, keys = waiting.pop()
        moved += len(_hand_over(above, "id", keys, from_org_id, to))
        for below in followers():
            if below not in seen and (column := _hanging_on(below, above)):
                hanging = _ids(below, column, keys, from_org_id)
                seen.add(below)
                waiting.append((below, hanging))
    return moved


def _hand_over(
    model: type[Model], column: str, keys: Sequence[int], from_org_id: int, to: tuple[int, int, int]
) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET org_id = %s, seat = %s, line_seat = %s '  # noqa: S608  names are ours
            f'WHERE "{column}" = ANY(%s) AND org_id = %s RETURNING id',
            [*to, list(keys), from_org_id],
        )
        return [key for (key,) in cursor.fetchall()]


def _ids(model: type[TenantModel], column: str, keys: Sequence[int], org_id: int) -> list[int]:
    return list(model.objects.filter(**{f"{column}__in": list(keys)}, org_id=org_id).values_list("pk", flat=True))


def _hanging_on(below: type[Model], above: type[Model]) -> str:
    for field in below._meta.concrete_fields:
        named_after = field.attname == f"{above._meta.model_name}_id" and not field.is_relation
        if field.related_model is above or named_after:
            return field.attname
    return ""


def _tables(condition: str) -> list[type[TenantModel]]:
    models = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND {condition}",  # noqa: S608
            [[model._meta.db_table for model in models]],
        )
        found = {name for (name,) in cursor.fetchall()}
    return [model for model in models if model._meta.db_table in found]
