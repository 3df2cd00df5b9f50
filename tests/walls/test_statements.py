"""Every walled table is attacked with every kind of statement, as the application's role in somebody else's scope."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huoshui.kernel.tenancy import scope
from tests.walls.conftest import Two
from tests.walls.rows import LEDGER, business_tables, walled_models, walled_tables


def rows_of(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def hit(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def refusal(statement: str, *values: Any) -> str:
    """What PostgreSQL says; the savepoint takes the attempt back."""
    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        hit(statement, *values)
    return str(fault.value)


def is_without_effect(statement: str, value: int) -> bool:
    """No row touched, or refused outright: what is append-only may not even be tried."""
    try:
        with transaction.atomic():
            return hit(statement, value) == 0
    except DatabaseError as fault:
        return "permission denied" in str(fault)


def test_there_are_tables_to_attack() -> None:
    assert len(walled_tables()) >= 10


def test_no_select_reaches_anothers_row(two: Two) -> None:
    with scope(two.attacker):
        for table, theirs in two.theirs.items():
            for statement in (
                f'SELECT id FROM "{table}" WHERE id = %s',
                f'SELECT id FROM ONLY "{table}" WHERE id = %s',
                f'SELECT id FROM "{table}" AS t WHERE id IN (SELECT o.id FROM "{table}" AS o WHERE o.id = %s)',
                f'SELECT a.id FROM "{table}" AS a FULL JOIN "{table}" AS b USING (id) WHERE b.id = %s',
                f'WITH all_rows AS MATERIALIZED (SELECT * FROM "{table}") SELECT id FROM all_rows WHERE id = %s',
                f'SELECT id FROM "{table}" TABLESAMPLE SYSTEM (100) WHERE id = %s',
                f'SELECT id FROM "{table}" WHERE id = %s FOR KEY SHARE',
                f'SELECT max(id) FROM "{table}" HAVING max(id) = %s',
            ):
                assert rows_of(statement, theirs) == [], statement
            own = rows_of(f'SELECT id FROM "{table}"')
            assert (two.mine[table],) in own
            assert (theirs,) not in own


def test_no_count_group_or_window_counts_anothers_row(two: Two) -> None:
    with scope(two.attacker):
        for table in two.theirs:
            for statement in (
                f'SELECT count(*) FROM "{table}" WHERE org_id = %s',
                f'SELECT count(*) FILTER (WHERE org_id = %s) FROM "{table}"',
                f'SELECT coalesce(max(n), 0) FROM (SELECT count(*) OVER () AS n FROM "{table}" WHERE org_id = %s) AS w',
            ):
                assert rows_of(statement, two.their_org) == [(0,)], statement
            grouped = rows_of(f'SELECT org_id, count(*) FROM "{table}" GROUP BY GROUPING SETS ((org_id), ())')
            assert two.their_org not in {org for org, _ in grouped}


def test_no_update_or_delete_reaches_anothers_row(two: Two) -> None:
    with scope(two.attacker):
        for table, theirs in two.theirs.items():
            for statement in (
                f'UPDATE "{table}" SET org_id = org_id WHERE id = %s',
                f'UPDATE "{table}" AS t SET org_id = o.org_id FROM "{table}" AS o WHERE t.id = o.id AND o.id = %s',
                f'DELETE FROM "{table}" WHERE id = %s',
                f'DELETE FROM "{table}" AS t USING "{table}" AS o WHERE t.id = o.id AND o.id = %s',
            ):
                assert is_without_effect(statement, theirs), statement
    with scope(two.world.operator):
        for table, theirs in two.theirs.items():
            assert rows_of(f'SELECT org_id FROM "{table}" WHERE id = %s', theirs) == [(two.their_org,)]


def test_a_row_is_neither_moved_to_another_nor_written_for_another(two: Two) -> None:
    seat, line_seat = two.their_seat
    with scope(two.attacker):
        for model in walled_models():
            table = model._meta.db_table
            if table == LEDGER:
                continue
            move = f'UPDATE "{table}" SET seat = %s, line_seat = %s WHERE id = %s'
            said = refusal(move, seat, line_seat, two.mine[table])
            assert "row-level security" in said or "permission denied" in said, table
            columns = ", ".join(
                f'"{one.column}"' for one in model._meta.concrete_fields if not (one.primary_key or one.generated)
            )
            chosen = columns.replace('"seat"', "%s").replace('"line_seat"', "%s")
            copied = f'INSERT INTO "{table}" ({columns}) SELECT {chosen} FROM "{table}" WHERE id = %s'
            said = refusal(copied, seat, line_seat, two.mine[table])
            assert "row-level security" in said, table


def test_an_upsert_on_anothers_key_neither_changes_nor_shows_it(two: Two) -> None:
    with scope(two.attacker):
        for model in walled_models():
            table = model._meta.db_table
            if table == LEDGER:
                continue
            columns = ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields if not one.generated)
            chosen = columns.replace('"id"', "%s::bigint")
            said = refusal(
                f'INSERT INTO "{table}" ({columns}) SELECT {chosen} FROM "{table}" WHERE id = %s'
                " ON CONFLICT (id) DO UPDATE SET org_id = EXCLUDED.org_id RETURNING *",
                two.theirs[table],
                two.mine[table],
            )
            assert any(word in said for word in ("row-level security", "unique", "permission denied")), table


def test_copy_takes_out_only_ones_own_and_brings_nothing_in(two: Two) -> None:
    for table in business_tables():
        for statement in (f'COPY "{table}" TO STDOUT', f'COPY (SELECT * FROM "{table}") TO STDOUT'):
            with scope(two.attacker), connection.cursor() as cursor, cursor.copy(statement) as copy:
                seen = [line for line in bytes(b"".join(copy)).decode().splitlines() if line]
            ids = {line.split("\t")[0] for line in seen}
            assert str(two.mine[table]) in ids, table
            assert str(two.theirs[table]) not in ids, table
        with scope(two.attacker):
            assert "row-level security" in refusal(f'COPY "{table}" FROM STDIN'), table


def test_truncate_belongs_to_nobody_who_serves(two: Two) -> None:
    with scope(two.attacker):
        for table in walled_tables():
            assert "permission denied" in refusal(f'TRUNCATE "{table}" CASCADE'), table


def test_anothers_ledger_is_neither_read_nor_written_in_anothers_name(two: Two) -> None:
    with scope(two.attacker):
        assert rows_of(f"SELECT id FROM {LEDGER} WHERE verb = 'test.wall'") == []
        columns = "org_id, seat, line_seat, at, user_id, on_behalf_of, channel, verb, outcome, subject, facts"
        forged = "0, 0, 0, now(), %s, 0, 'web', 'test.forged', 'done', 'x', '{}'"
        said = refusal(f"INSERT INTO {LEDGER} ({columns}) VALUES ({forged})", two.world.users["other_office"])
        assert "row-level security" in said


def test_a_cursor_left_open_shows_nothing_more_when_the_scope_is_widened_below_it(two: Two) -> None:
    table = business_tables()[0]
    with scope(two.attacker), connection.cursor() as cursor:
        cursor.execute(f'DECLARE held CURSOR FOR SELECT id FROM "{table}"')
        seen: set[tuple[int]] = set()
        with scope(two.world.actor("hospital")):
            pass
        while found := _next(cursor):
            seen.add(found)
    assert (two.theirs[table],) not in seen


def _next(cursor: Any) -> tuple[int] | None:
    cursor.execute("FETCH 1 FROM held")
    found: tuple[int] | None = cursor.fetchone()
    return found
