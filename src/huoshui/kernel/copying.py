"""Many new rows at once by COPY: several times as fast as INSERT, and still through both walls."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from huoshui.kernel.tenancy import TenantModel, current_reach


def insert_rows(rows: Sequence[TenantModel]) -> int:
    """All of one model, without primary keys. COPY into a policed table is refused by PostgreSQL, so the rows
    go into a temporary one first and from there by INSERT, which the policy checks."""
    current_reach()
    if not rows:
        return 0
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{meta.db_table}"'
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT {columns} FROM {table} WHERE false")  # noqa: S608
        with cursor.copy(f"COPY copied ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_value(field, row) for field in fields])
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM copied")  # noqa: S608
        written = int(cursor.rowcount)
        cursor.execute("DROP TABLE copied")
    return written


def _value(field: Any, row: TenantModel) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
