"""Two people, a reason, a few hours, read-only, every look written down at the organisation looked into."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.accounts import public as accounts
from huoshui.inventory import public as inventory
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.clock import clock_at
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.policy import Policy
from huoshui.kernel.tenancy import scope
from huoshui.security import actions, queries, states
from huoshui.security.models import BreakGlass
from huoshui.security.public import break_glass_notice, write_down_look

User = get_user_model()

REASON = "核对盘点数据与上报数据不一致的原因"


def ask(world: World, *, org: str = "lake_university", hours: int = 2) -> int:
    return actions.request_break_glass(
        world.actor("system"), organisation_id=world.orgs[org].id, reason=REASON, hours=hours
    )


def approve(world: World, row: int) -> str:
    return actions.decide_break_glass(world.actor("security"), break_glass_id=row, is_approved=True)


def looker(world: World) -> Actor:
    """The system administrator acting by break-glass."""
    [held] = [one for one in accounts.memberships_of(world.users["system"]) if one.role == "breakglass"]
    return accounts.actor_of(world.users["system"], held.id, channel="web")


def is_open(world: World) -> bool:
    return any(one.role == "breakglass" for one in accounts.memberships_of(world.users["system"]))


def lines(world: World, verb: str) -> list[tuple[int, int]]:
    with scope(world.operator):
        return list(LedgerLine.objects.filter(verb=verb).values_list("seat", "user_id"))


def test_nothing_opens_before_another_person_has_approved(world: World) -> None:
    row = ask(world)
    assert not is_open(world)
    assert approve(world, row) == states.ACTIVE
    actor = looker(world)
    assert actor.roles == {"breakglass"}
    assert actor.seat == world.orgs["lake_university"].seat
    assert Policy.may(actor, "inventory.read_values")


def test_it_ends_with_the_role_of_whoever_asked(world: World) -> None:
    approve(world, ask(world))
    [own] = [one for one in accounts.memberships_of(world.users["system"]) if one.role == "system_admin"]
    accounts.end_membership(world.actor("hunan"), membership_id=own.id, reason="调离")
    assert not is_open(world)


def test_break_glass_never_writes() -> None:
    may = {name for name, line in Policy.registry.items() if "breakglass" in line.roles}
    seeing = {"patents.view", "inventory.view", "inventory.read_values", "resources.view", "matching.view"}
    seeing |= {"inventory.view_rules", "rights.view", "rights.list", "fees.view", "fees.read_marks"}
    seeing |= {"funding.view", "funding.read_projects"}
    seeing |= {"classification.view", "classification.view_figures", "classification.view_tables"}
    everybodys = {name for name, line in Policy.registry.items() if {"expert", "agent", "line"} <= line.roles}
    assert may - everybodys == seeing


def test_only_a_system_administrator_asks_and_only_a_security_administrator_decides(world: World) -> None:
    row = ask(world)
    for name in ("security", "auditor", "hunan", "office", "national"):
        with pytest.raises(NotAllowed):
            actions.request_break_glass(
                world.actor(name), organisation_id=world.orgs["lake_university"].id, reason=REASON, hours=1
            )
    for name in ("system", "auditor", "office"):
        with pytest.raises(NotAllowed):
            actions.decide_break_glass(world.actor(name), break_glass_id=row, is_approved=True)


def test_the_database_itself_refuses_one_person_in_both_parts(world: World) -> None:
    row = ask(world)
    with (
        scope(world.operator),
        pytest.raises(IntegrityError, match="breakglass_two_people"),
        transaction.atomic(),
    ):
        BreakGlass.objects.filter(pk=row).update(decided_by=world.users["system"])


@pytest.mark.parametrize(("reason", "hours"), [("急", 1), (REASON, 0), (REASON, 5)])
def test_a_reason_and_at_most_four_hours(world: World, reason: str, hours: int) -> None:
    with pytest.raises(Invalid):
        actions.request_break_glass(
            world.actor("system"), organisation_id=world.orgs["lake_university"].id, reason=reason, hours=hours
        )


def test_an_organisation_outside_the_administrators_territory_does_not_exist(world: World) -> None:
    with pytest.raises(NotFound):
        ask(world, org="hill_university")


def test_an_enterprise_is_not_looked_into(world: World) -> None:
    with pytest.raises(Invalid):
        ask(world, org="battery_maker")


def test_it_ends_by_the_clock_and_that_is_written_down(world: World) -> None:
    approve(world, ask(world, hours=1))
    with clock_at(clock.now() + timedelta(minutes=61)):
        assert not is_open(world)
        assert actions.lapse_break_glass(world.operator) == 1
        assert actions.lapse_break_glass(world.operator) == 0
    assert world.orgs["lake_university"].seat in {seat for seat, _ in lines(world, "security.lapse_break_glass")}


def test_after_it_has_run_out_one_may_ask_again(world: World) -> None:
    approve(world, ask(world, hours=1))
    with clock_at(clock.now() + timedelta(hours=2)):
        approve(world, ask(world, hours=1))
        assert is_open(world)


def test_a_second_one_while_the_first_is_open_is_refused(world: World) -> None:
    approve(world, ask(world))
    with pytest.raises(Invalid):
        approve(world, ask(world))


@pytest.mark.parametrize("who", ["security", "office"])
def test_the_security_administrator_and_the_office_end_it_at_once(world: World, who: str) -> None:
    row = ask(world)
    approve(world, row)
    actions.end_break_glass(world.actor(who), break_glass_id=row)
    assert not is_open(world)
    with pytest.raises(WrongState):
        actions.end_break_glass(world.actor(who), break_glass_id=row)


def test_another_office_neither_sees_nor_ends_it(world: World) -> None:
    row = ask(world)
    approve(world, row)
    for name in ("other_office", "hospital"):
        actor = world.actor(name)
        with scope(actor):
            assert queries.break_glass_in_view(actor) == []
        with pytest.raises(NotFound):
            actions.end_break_glass(actor, break_glass_id=row)


def test_one_may_withdraw_ones_own_request_before_it_is_decided(world: World) -> None:
    row = ask(world)
    actions.withdraw_break_glass(world.actor("system"), break_glass_id=row)
    with pytest.raises(WrongState):
        approve(world, row)


def test_every_look_is_a_line_at_the_seat_of_the_organisation_and_its_office_reads_it(world: World) -> None:
    row = ask(world)
    approve(world, row)
    actor = looker(world)
    with scope(actor):
        inventory.counts_by_state(actor)
        write_down_look(actor, method="GET", path="/inventory/dossiers/7/", status=200)
        write_down_look(actor, method="GET", path="/inventory/dossiers/8/", status=404)
    seat = world.orgs["lake_university"].seat
    assert lines(world, "security.looked") == [(seat, world.users["system"])]
    for name in ("office", "security"):
        reader = world.actor(name)
        with scope(reader):
            seen = queries.looks(reader, queries.break_glass(reader, row))
        assert [one.subject for one in seen] == ["GET /inventory/dossiers/7/"]


def test_whoever_looks_otherwise_leaves_no_such_line(world: World) -> None:
    office = world.actor("office")
    with scope(office):
        write_down_look(office, method="GET", path="/inventory/", status=200)
    assert lines(world, "security.looked") == []


def test_the_office_is_told_on_its_desk(world: World) -> None:
    office, other = world.actor("office"), world.actor("other_office")
    with scope(office):
        assert break_glass_notice(office) == []
    row = ask(world)
    with scope(office):
        assert [one.value for one in break_glass_notice(office)] == [1]
    approve(world, row)
    with scope(office):
        assert [one.label for one in break_glass_notice(office)] == ["正在应急查看本单位数据"]
    with scope(other):
        assert break_glass_notice(other) == []


def test_asking_deciding_and_ending_are_lines_at_the_seat_of_the_organisation(world: World) -> None:
    row = ask(world)
    approve(world, row)
    actions.end_break_glass(world.actor("office"), break_glass_id=row)
    seat = world.orgs["lake_university"].seat
    for verb, who in (
        ("request_break_glass", "system"),
        ("approve_break_glass", "security"),
        ("end_break_glass", "office"),
    ):
        assert lines(world, f"security.{verb}") == [(seat, world.users[who])]


def test_the_life_cycle_has_no_dead_end() -> None:
    assert states.MACHINE.faults() == []


def test_a_page_opened_by_break_glass_is_in_the_ledger_and_a_refused_one_is_not(world: World) -> None:
    approve(world, ask(world))
    [held] = [one for one in accounts.memberships_of(world.users["system"]) if one.role == "breakglass"]
    client = Client()
    client.force_login(User.objects.get(username="system"))
    client.post(reverse("account"), {"membership": held.id})
    assert client.get(reverse("dossiers")).status_code == 200
    assert client.get(reverse("patents") + "?export=csv").status_code == 200
    assert client.get(reverse("patents-import")).status_code == 403
    with scope(world.operator):
        seen = set(LedgerLine.objects.filter(verb="security.looked").values_list("subject", flat=True))
    assert {"GET /inventory/", "GET /patents/"} <= seen
    assert not any("import" in one for one in seen)
