"""Wall B alone: what PostgreSQL answers the application's role, whatever Django asks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from tests.world import World

from huoshui.kernel.action import note
from huoshui.kernel.actor import Actor
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import SETTINGS, TenantScopeMissing, scope

ImportRun: Any = apps.get_model("patents", "ImportRun")  # a row of business like any other
COUNT = "SELECT count(*) FROM patents_importrun WHERE file_name = 'walls.csv'"


def runs_of_two_tenants(world: World) -> None:
    for name in ("office", "other_office"):
        with scope(world.actor(name)):
            a_run(world.actor(name)).save()


def a_run(actor: Actor) -> Any:
    owner = {"org_id": actor.org_id, "seat": actor.seat, "line_seat": actor.line_seat}
    return ImportRun(**owner, user_id=actor.user_id, channel="web", file_name="walls.csv", state="done")


def lines_of_two_tenants(world: World) -> None:
    for name in ("office", "other_office"):
        actor = world.actor(name)
        with scope(actor):
            note(actor, "test.noted", f"org:{actor.org_id}")


def count_as_database_sees_it() -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return int(cursor.fetchone()[0])


def test_the_application_is_no_superuser_owns_no_table_and_cannot_bypass_policies(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


def test_without_a_scope_the_database_shows_no_row(world: World) -> None:
    runs_of_two_tenants(world)
    lines_of_two_tenants(world)
    with connection.cursor() as cursor:
        for setting in SETTINGS:
            cursor.execute("SELECT set_config(%s, '', true)", [setting])
        cursor.execute("SELECT count(*) FROM kernel_ledgerline")
        assert cursor.fetchone() == (0,)
    assert count_as_database_sees_it() == 0


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("office", 1),
        ("other_office", 1),
        ("hunan", 1),
        ("education", 1),
        ("hospital", 0),
        ("changsha", 1),
        ("national", 2),
    ],
)
def test_each_reach_is_what_the_database_shows(world: World, who: str, sees: int) -> None:
    runs_of_two_tenants(world)
    with scope(world.actor(who)):
        assert count_as_database_sees_it() == sees


def test_a_row_of_another_tenant_cannot_be_written(world: World) -> None:
    office, other = world.actor("office"), world.actor("other_office")
    with scope(office), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        a_run(other).save()


def test_the_ledger_cannot_be_changed_or_emptied(world: World) -> None:
    lines_of_two_tenants(world)
    with scope(world.operator):
        for statement in (
            "UPDATE kernel_ledgerline SET verb = 'x'",
            "DELETE FROM kernel_ledgerline",
            "TRUNCATE kernel_ledgerline",
        ):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_outside_a_scope_django_asks_nothing(world: World) -> None:
    calls: list[Callable[[], object]] = [
        lambda: list(LedgerLine.objects.all()),
        lambda: LedgerLine.objects.exists(),
        lambda: LedgerLine.objects.count(),
        lambda: LedgerLine.objects.update(verb="x"),
        lambda: LedgerLine.objects.filter(pk=1).delete(),
        lambda: LedgerLine._base_manager.first(),
        lambda: LedgerLine(org_id=1, seat=1, line_seat=1, user_id=1, channel="web", verb="x", subject="y").save(),
        lambda: LedgerLine.objects.aggregate(),
        lambda: list(LedgerLine.objects.raw("SELECT 1 AS id")),
    ]
    for call in calls[:7] + calls[8:]:
        with pytest.raises(TenantScopeMissing):
            call()


def test_a_scope_inside_a_scope_is_put_back(world: World) -> None:
    runs_of_two_tenants(world)
    with scope(world.operator):
        with scope(world.actor("office")):
            assert ImportRun.objects.filter(file_name="walls.csv").count() == 1
        assert ImportRun.objects.filter(file_name="walls.csv").count() == 2
        assert count_as_database_sees_it() == 2
