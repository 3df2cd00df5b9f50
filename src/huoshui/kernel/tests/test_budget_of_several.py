"""Several budgets spent at once: all or nothing, exact, and never overdrawn."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui.kernel import budget, clock
from huoshui.kernel.budget import Allowance, Charge, spend_all
from huoshui.kernel.errors import TooMany

SMALL, LARGE = Allowance("small", 10, 100), Allowance("large", 100, 100)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def served(charges: list[Charge], tries: int) -> int:
    count = 0
    for _ in range(tries):
        try:
            spend_all(charges)
        except TooMany:
            continue
        count += 1
    return count


def spent(name: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(spent), 0) FROM kernel_budget WHERE name = %s", [name])
        return float(cursor.fetchone()[0])


def test_the_smallest_budget_decides_and_the_others_are_not_touched_by_refusals(db: None) -> None:
    with clock.clock_at(NOON):
        assert served([Charge(SMALL, "a"), Charge(LARGE, "o")], 50) == 10
        assert (spent("small"), spent("large")) == (10, 10)


def test_each_key_has_its_own_and_a_shared_one_is_shared(db: None) -> None:
    with clock.clock_at(NOON):
        each = [served([Charge(SMALL, str(who)), Charge(LARGE, "o")], 20) for who in range(12)]
    assert each == [10] * 10 + [0, 0]


def test_it_grows_back_evenly_and_the_wait_is_told(db: None) -> None:
    charges = [Charge(SMALL, "a", 4)]
    with clock.clock_at(NOON):
        assert served(charges, 3) == 2
        with pytest.raises(TooMany) as told:
            spend_all(charges)
    assert told.value.facts["retry_after"] == 20  # 2 are left, 2 more take 20 seconds
    with clock.clock_at(NOON + timedelta(seconds=19)), pytest.raises(TooMany):
        spend_all(charges)
    with clock.clock_at(NOON + timedelta(seconds=20)):
        spend_all(charges)


def test_a_clock_set_back_gives_nothing_away(db: None) -> None:
    with clock.clock_at(NOON):
        assert served([Charge(SMALL, "a")], 20) == 10
    with clock.clock_at(NOON - timedelta(days=1)):
        assert served([Charge(SMALL, "a")], 5) == 0


def test_it_is_one_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as counted:
        spend_all([Charge(SMALL, "a"), Charge(LARGE, "b"), Charge(LARGE, "c")])
    assert len(counted) == 1


def test_nothing_to_pay_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as counted:
        spend_all([])
    assert len(counted) == 0


def test_what_one_budget_spends_the_single_statement_sees_too(db: None) -> None:
    with clock.clock_at(NOON):
        spend_all([Charge(SMALL, "a", 9)])
        assert budget.take(SMALL, "a")
        assert not budget.take(SMALL, "a")


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), min_size=1, max_size=25))
@pytest.mark.django_db
def test_never_more_than_the_amount_and_what_grew_back(steps: list[tuple[int, int]]) -> None:
    """Against a bucket counted in Python."""
    moment, level, sure = NOON, 0.0, 1e-6
    with transaction.atomic():
        for wait, want in steps:
            moment += timedelta(seconds=wait)
            level = max(0.0, level - wait * 0.1)
            with clock.clock_at(moment):
                got = served([Charge(SMALL, "h", want), Charge(LARGE, "h", want)], 1)
            if abs(level + want - 10) > sure:
                assert got == (level + want < 10)
            level += want * got
        transaction.set_rollback(True)


def test_twenty_at_the_same_instant_never_overdraw(django_db_setup: None, django_db_blocker: Any) -> None:
    counts: list[int] = []

    def one(number: int) -> None:
        with clock.clock_at(NOON):
            counts.append(served([Charge(SMALL, "crowd"), Charge(LARGE, f"who{number % 3}")], 5))
        connection.close()

    with django_db_blocker.unblock():
        crowd = [threading.Thread(target=one, args=(number,)) for number in range(20)]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM kernel_budget WHERE name IN ('small', 'large') RETURNING name, spent")
            kept = [spent for name, spent in cursor.fetchall() if name == "small"]
        connection.close()
    assert kept == [10]
    assert 0 < sum(counts) <= 10
