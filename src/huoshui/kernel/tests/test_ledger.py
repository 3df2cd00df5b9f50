"""The ledger's own two walls, what a line says, refusals, and that no personal value gets in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.world import World

from huoshui.kernel import models
from huoshui.kernel.action import note, note_many
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.ledger import note_refusal
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.personal import PersonalValue, keyed_digest, looks_personal, refuse_personal
from huoshui.kernel.tenancy import TenantScopeMissing, scope
from huoshui.web.node.database import Database

PEOPLE = ("office", "secretary", "other_office", "hunan", "auditor")
READS = {
    "auditor": {"office", "secretary", "hunan", "auditor"},  # all of Hunan
    "office": {"office"},
    "secretary": {"secretary"},
    "hunan": {"hunan"},  # sees the business of a province, and its own lines alone
    "national": set(),
    "security": set(),
}


@pytest.fixture
def wall(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, django_db_setup: None) -> Iterator[None]:
    """Takes a wall away before the test's transaction begins, and puts it back after its end."""
    which, database = request.param, request.getfixturevalue("node_database")
    if which == "without A":
        monkeypatch.setattr(models, "ledger_within", lambda rows, actor: rows)
    if which == "without B":
        _row_level_security(database, "DISABLE")
    yield
    if which == "without B":
        _row_level_security(database, "ENABLE")


def _row_level_security(database: Database, verb: str) -> None:
    with database.owner.connect() as owner:
        owner.execute("ALTER TABLE kernel_ledgerline " + verb + " ROW LEVEL SECURITY")


def note_of_each(world: World) -> None:
    for name in PEOPLE:
        with scope(world.actor(name)):
            note(world.actor(name), "test.noted", f"person:{name}")


def read_by(actor: Actor) -> set[str]:
    with scope(actor):
        lines = LedgerLine.objects.filter(verb="test.noted")
        return {subject.removeprefix("person:") for subject in lines.values_list("subject", flat=True)}


@pytest.mark.parametrize("wall", ["both", "without A", "without B"], indirect=True)
def test_the_ledger_is_read_by_its_auditors_and_each_persons_own_part_by_that_person(wall: None, world: World) -> None:
    note_of_each(world)
    assert {name: read_by(world.actor(name)) for name in READS} == READS
    assert read_by(world.operator) == set(PEOPLE)
    assert read_by(VISITOR) == set()


@pytest.mark.parametrize("wall", ["both", "without A", "without B"], indirect=True)
def test_what_visitors_did_is_no_other_visitors_own(wall: None, world: World) -> None:
    with scope(VISITOR):
        note(VISITOR, "test.noted", "person:visitor")
    assert read_by(VISITOR) == set()
    assert read_by(world.operator) == {"visitor"}


def test_nobody_writes_in_anothers_name(world: World) -> None:
    office, other = world.actor("office"), world.actor("other_office")
    with scope(office), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        note(other, "test.noted", "org:0")


def test_nothing_is_noted_outside_a_scope(world: World) -> None:
    with pytest.raises(TenantScopeMissing):
        note(world.actor("office"), "test.noted", "org:0")


def test_a_line_says_who_for_whom_by_which_door_what_and_how_it_ended(world: World) -> None:
    agent = Actor(**{**_fields(world.actor("agency")), "for_user_id": world.users["office"], "channel": "api"})
    with scope(agent):
        note(agent, "test.noted", "patent:7", after="listed")
        line = LedgerLine.objects.get(verb="test.noted")
    assert (line.user_id, line.on_behalf_of, line.org_id) == (agent.user_id, world.users["office"], agent.org_id)
    assert line.role == agent.role
    assert (line.channel, line.outcome, line.subject, line.facts) == ("api", "done", "patent:7", {"after": "listed"})


def _fields(actor: Actor) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in Actor.__slots__}


def test_a_refusal_is_a_line_except_a_visitors(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        note_refusal(office, "orgs.merge", "/organisations/merge/")
        line = LedgerLine.objects.get(outcome="refused")
        assert (line.verb, line.subject, line.facts) == ("orgs.merge", "/organisations/merge/", {})
    with scope(VISITOR):
        note_refusal(VISITOR, "orgs.merge", "/organisations/merge/")
    with scope(world.operator):
        assert LedgerLine.objects.filter(outcome="refused").count() == 1


def test_an_address_that_holds_a_personal_value_is_left_out_of_a_refusal(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        note_refusal(office, "orgs.merge", "/people/13800138000/" + "x" * 200)
        note_refusal(office, "orgs.merge", "/people/" + "x" * 200)
        subjects = LedgerLine.objects.filter(outcome="refused").order_by("id").values_list("subject", flat=True)
        assert list(subjects) == ["（地址从略）", ("/people/" + "x" * 200)[:80]]


def test_more_lines_than_one_statement_holds_arrive_in_order(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        note_many(office, "test.many", [(f"row:{number}", {"n": number}) for number in range(5_001)])
        lines = LedgerLine.objects.filter(verb="test.many").order_by("id").values_list("subject", "facts")
        assert list(lines) == [(f"row:{number}", {"n": number}) for number in range(5_001)]


PERSONAL = [
    "13800138000",
    "电话 139-1234-5678",
    "+8613912345678",
    "0731-88881234",
    "a.b@example.cn",
    "11010519491231002X",
]
NOT_PERSONAL = [
    "CN107000001B",
    "201710598765",
    "ZL200410012345.6",
    "91430100MA4L16JQ9B",
    "110105194912310021",
    "2026-11-20",
]


@pytest.mark.parametrize("value", PERSONAL)
def test_personal_values_are_refused_wherever_they_stand(world: World, value: str) -> None:
    office = world.actor("office")
    for facts in ({"told": value}, {"told": [{"deep": [value]}]}, {value: 1}):
        with scope(office), pytest.raises(PersonalValue) as refused:
            note(office, "test.noted", "user:1", **facts)
        assert value not in str(refused.value)
    with scope(office), pytest.raises(PersonalValue):
        note(office, "test.noted", value)
    with scope(office):
        assert not LedgerLine.objects.filter(verb="test.noted").exists()


def test_a_telephone_number_is_one_as_a_number_too() -> None:
    with pytest.raises(PersonalValue):
        refuse_personal("facts", {"told": 13800138000})


@pytest.mark.parametrize("value", NOT_PERSONAL)
def test_numbers_of_patents_and_organisations_and_dates_are_not(value: str) -> None:
    assert not looks_personal(value)


@given(st.binary(min_size=16, max_size=32))
def test_no_digest_is_taken_for_a_telephone_number(value: bytes) -> None:
    if any(letter in value.hex() for letter in "abcdef"):
        assert not looks_personal(value.hex())


@given(st.integers(1_300_000_0000, 1_999_999_9999), st.text("电话是：，。 ", max_size=5))
def test_every_mobile_number_among_other_words_is_found(number: int, around: str) -> None:
    assert looks_personal(f"{around}{number}{around}")


def test_a_keyed_digest_answers_whether_it_was_this_value_at_this_place() -> None:
    assert keyed_digest("13800138000", place="contact") == keyed_digest("13800138000", place="contact")
    assert keyed_digest("13800138000", place="contact") != keyed_digest("13800138000", place="user")
    assert not looks_personal(keyed_digest("13800138000", place="contact"))


def test_the_application_cannot_change_or_remove_a_line_by_any_statement(world: World) -> None:
    note_of_each(world)
    for statement in ("UPDATE kernel_ledgerline SET user_id = 1", "DELETE FROM kernel_ledgerline WHERE id = 1"):
        with (
            scope(world.operator),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
