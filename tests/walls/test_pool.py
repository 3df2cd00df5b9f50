"""One connection, a thousand requests of tenants in turn, errors and rollbacks between: nobody meets the last one's."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huoshui.kernel.actor import Actor
from huoshui.kernel.reach import Reach
from huoshui.kernel.tenancy import SETTINGS, scope
from huoshui.patents.models import ImportRun

TIMES = 1_000
TENANTS = [Actor(n, n, n * 10, n * 10, Reach(n * 10, n * 10), frozenset({"office"}), "job") for n in (901, 902, 903)]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A row each, truly committed: the pool is only tried where transactions end."""
    with django_db_blocker.unblock():
        for actor in TENANTS:
            with scope(actor):
                ImportRun.objects.create(
                    org_id=actor.org_id, seat=actor.seat, line_seat=actor.line_seat, user_id=actor.user_id,
                    channel="job", file_name=f"file of {actor.org_id}", format="csv", digest="0", state="checked",
                )  # fmt: skip
        try:
            yield
        finally:
            for actor in TENANTS:
                with scope(actor):
                    ImportRun.objects.all().delete()
            connection.close()


class Broken(Exception):
    pass


def seen() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT org_id, file_name FROM patents_importrun WHERE org_id > 900 AND org_id < 904")
        return list(cursor.fetchall())


def settings_left() -> set[str | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join("current_setting(%s, true)" for _ in SETTINGS), list(SETTINGS))
        return set(cursor.fetchone())


def one_request(number: int, actor: Actor) -> None:
    """Ends in order, by a fault of ours, by a fault of the database, or in the middle of an inner scope."""
    with scope(actor):
        assert seen() == [(actor.org_id, f"file of {actor.org_id}")]
        assert list(ImportRun.objects.values_list("org_id", flat=True)) == [actor.org_id]
        if number % 5 == 1:
            raise Broken
        if number % 5 == 2:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        if number % 5 == 3:
            with scope(TENANTS[(number + 1) % len(TENANTS)]):
                raise Broken
        if number % 5 == 4:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            assert seen() == [(actor.org_id, f"file of {actor.org_id}")]


def test_no_tenant_meets_the_last_one(committed: None) -> None:
    process = connection.connection.info.backend_pid if connection.connection else None
    for number in range(TIMES):
        with suppress(Broken, DatabaseError):
            one_request(number, TENANTS[number % len(TENANTS)])
        assert settings_left() <= {"", None}, number
        assert seen() == [], number
    assert connection.connection.info.backend_pid == process
