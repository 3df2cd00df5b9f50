"""One business verb: all of it or nothing of it, and never without permission and ledger line."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.utils import DataError
from tests.world import World

from huoshui.kernel.action import ActionIncomplete, action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict, NotAllowed
from huoshui.kernel.models import LedgerLine, OutboxEvent
from huoshui.kernel.policy import Permission, Policy
from huoshui.kernel.tenancy import scope

pytestmark = pytest.mark.django_db
OFFICE_ONLY = "test.write"


@pytest.fixture(autouse=True)
def permission(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Policy.registry, OFFICE_ONLY, Permission(OFFICE_ONLY, "试写", frozenset({"office"})))


def write_row(name: str) -> None:
    OutboxEvent.objects.create(name=name, payload={})


def rows() -> list[str]:
    return list(OutboxEvent.objects.filter(name__startswith="Test").order_by("id").values_list("name", flat=True))


def ledger(actor: Actor) -> list[tuple[str, str, Any]]:
    with scope(actor):
        lines = LedgerLine.objects.filter(verb__startswith="test.").order_by("id")
        return list(lines.values_list("verb", "subject", "facts"))


@action
def write(actor: Actor, *, name: str) -> str:
    require(actor, OFFICE_ONLY)
    write_row(name)
    note(actor, "test.write", f"row:{name}", length=len(name))
    return name


@action
def write_unasked(actor: Actor, *, name: str) -> None:
    write_row(name)
    note(actor, "test.write", f"row:{name}")


@action
def write_silently(actor: Actor, *, name: str) -> None:
    require(actor, OFFICE_ONLY)
    write_row(name)


@action
def write_and_be_refused(actor: Actor, *, name: str) -> None:
    write(actor, name=name)
    raise Conflict("别人先保存了")


@action
def write_inside(actor: Actor, *, name: str) -> None:
    require(actor, OFFICE_ONLY)
    write(actor, name=f"{name}Inner")
    note(actor, "test.outer", "row:outer")


@action
def lean_on_an_inner_action(actor: Actor, *, name: str) -> None:
    write(actor, name=name)


def test_an_action_answers_writes_and_leaves_one_ledger_line(world: World) -> None:
    office = world.actor("office", channel="api")
    assert write(office, name="TestDone") == "TestDone"
    assert rows() == ["TestDone"]
    assert ledger(office) == [("test.write", "row:TestDone", {"length": 8})]
    with scope(office):
        line = LedgerLine.objects.get(verb="test.write")
    assert (line.org_id, line.seat, line.user_id, line.channel) == (office.org_id, office.seat, office.user_id, "api")


def test_an_action_where_nobody_asked_for_permission_is_rolled_back(world: World) -> None:
    with pytest.raises(ActionIncomplete, match="write_unasked"):
        write_unasked(world.actor("office"), name="TestUnasked")
    assert rows() == []
    assert ledger(world.actor("office")) == []


def test_an_action_without_a_ledger_line_is_rolled_back(world: World) -> None:
    with pytest.raises(ActionIncomplete, match="write_silently"):
        write_silently(world.actor("office"), name="TestSilent")
    assert rows() == []


def test_without_the_right_nothing_is_written_and_the_permission_is_named(world: World) -> None:
    with pytest.raises(NotAllowed) as refusal:
        write(world.actor("inventor"), name="TestRefused")
    assert refusal.value.message == "您没有权限：试写"
    assert refusal.value.facts == {"permission": OFFICE_ONLY}
    assert rows() == []
    assert ledger(world.operator) == []


def test_what_the_role_alone_cannot_say_counts_too(world: World) -> None:
    require(world.actor("office"), OFFICE_ONLY, also=True)
    with pytest.raises(NotAllowed):
        require(world.actor("office"), OFFICE_ONLY, also=False)


def test_a_refusal_after_writing_leaves_neither_rows_nor_ledger(world: World) -> None:
    with pytest.raises(Conflict):
        write_and_be_refused(world.actor("office"), name="TestConflict")
    assert rows() == []
    assert ledger(world.actor("office")) == []


def test_a_nested_action_joins_the_transaction_and_both_are_in_the_ledger(world: World) -> None:
    office = world.actor("office")
    write_inside(office, name="Test")
    assert rows() == ["TestInner"]
    assert [verb for verb, _, _ in ledger(office)] == ["test.write", "test.outer"]


def test_the_inner_actions_permission_and_ledger_do_not_count_for_the_outer(world: World) -> None:
    with pytest.raises(ActionIncomplete, match="lean_on_an_inner_action"):
        lean_on_an_inner_action(world.actor("office"), name="TestLean")
    assert rows() == []


def test_a_caught_refusal_of_an_inner_action_leaves_the_outer_transaction_usable(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        write(office, name="TestBefore")
        with pytest.raises(NotAllowed):
            write(world.actor("inventor"), name="TestInner")
        write(office, name="TestAfter")
    assert rows() == ["TestBefore", "TestAfter"]


def test_a_fault_of_the_database_is_told_as_itself_from_inside_two_scopes(world: World) -> None:
    office = world.actor("office")
    with pytest.raises(DataError), scope(office), scope(office), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    with pytest.raises(IntegrityError), scope(office), scope(office), connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_membership (user_id) VALUES (1)")


def test_many_subjects_are_many_lines_and_none_is_no_line(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        note_many(office, "test.many", [(f"row:{number}", {"after": number}) for number in range(3)])
        note_many(office, "test.none", [])
    assert ledger(office) == [("test.many", f"row:{number}", {"after": number}) for number in range(3)]
