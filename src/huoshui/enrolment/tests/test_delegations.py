"""Acting for somebody, for a time."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.permissions.stage import build_stage
from tests.world import World

from huoshui.accounts.public import actor_of, delegations_given, delegations_received, open_account, set_standing
from huoshui.enrolment import delegation_actions
from huoshui.inventory import public as inventory
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.clock import clock_at
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.tenancy import scope

Membership, User = apps.get_model("accounts.Membership"), apps.get_model("accounts.User")

MONTH = timedelta(days=30)


def given_by_the_inventor(world: World, **more: Any) -> int:
    values: dict[str, Any] = {
        "username": "secretary",
        "name": "secretary",
        "until": clock.today() + MONTH,
        "reason": "出差",
    } | more
    return delegation_actions.delegate_own(world.actor("inventor"), **values)


def given_by_the_office(world: World, **more: Any) -> int:
    values: dict[str, Any] = {
        "username": "agency",
        "name": "agency",
        "until": clock.today() + MONTH,
        "reason": "代理协议",
    } | more
    return delegation_actions.delegate_unit(world.actor("office"), **values)


def acting(world: World, person: str, membership_id: int) -> Actor:
    return actor_of(world.users[person], membership_id, channel="web")


def test_a_colleague_sees_and_fills_what_is_the_inventors_and_nothing_else(
    world: World, tmp_path: Path, settings: object
) -> None:
    settings.SEARCH_FOLDER = tmp_path / "search"  # type: ignore[attr-defined]
    stage = build_stage(world, tmp_path)
    delegate = acting(world, "secretary", given_by_the_inventor(world))
    assert (delegate.person_id, delegate.user_id) == (world.users["inventor"], world.users["secretary"])
    assert delegate.roles == {"inventor"}
    with scope(delegate):
        counts = inventory.counts_by_state(delegate)
    with scope(world.actor("inventor")):
        assert counts == inventory.counts_by_state(world.actor("inventor"))
    assert sum(counts.values()) == 1
    assert stage.ids["lake_university"]["dossier_id"]


def test_it_ends_with_its_time_and_is_shown_to_both(world: World) -> None:
    membership_id = given_by_the_inventor(world)
    [given] = delegations_given(world.actor("inventor"))
    [received] = delegations_received(world.actor("secretary"))
    assert given == received
    assert (given.giver, given.person, given.is_living) == ("inventor", "secretary", True)
    with clock_at(clock.now() + MONTH + timedelta(days=1)):
        assert acting(world, "secretary", membership_id).person_id == world.users["secretary"]
        assert not delegations_given(world.actor("inventor"))[0].is_living


def test_another_time_replaces_the_one_before(world: World) -> None:
    first = given_by_the_inventor(world)
    second = given_by_the_inventor(world, until=clock.today() + 2 * MONTH)
    assert Membership.objects.get(pk=first).ended_at is not None
    assert Membership.objects.get(pk=second).ended_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "other_office", "name": "other_office"},
        {"username": "secretary", "name": "别人"},
        {"username": "nobody", "name": "nobody"},
        {"username": "inventor", "name": "inventor"},
        {"reason": " "},
    ],
)
def test_only_a_named_colleague_with_a_reason(world: World, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        given_by_the_inventor(world, **wrong)


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_never_for_the_past_and_never_for_more_than_a_year(world: World, days: int) -> None:
    with pytest.raises(Invalid, match="最长一年"):
        given_by_the_inventor(world, until=clock.today() + timedelta(days=days))


def test_whoever_acts_for_another_hands_nothing_on(world: World) -> None:
    delegate = acting(world, "secretary", given_by_the_inventor(world))
    with pytest.raises(NotAllowed):
        delegation_actions.delegate_own(
            delegate, username="office", name="office", until=clock.today() + MONTH, reason="再委托"
        )


def test_an_agency_views_and_drafts_for_the_institution_and_submits_nothing(
    world: World, tmp_path: Path, settings: object
) -> None:
    settings.SEARCH_FOLDER = tmp_path / "search"  # type: ignore[attr-defined]
    stage = build_stage(world, tmp_path)
    dossier_id = int(stage.ids["lake_university"]["dossier_id"])
    inventory.reopen_dossiers(world.actor("office"), dossier_ids=[dossier_id])
    agent = acting(world, "agency", given_by_the_office(world))
    assert agent.roles == {"agent"}
    assert agent.org_id == world.orgs["lake_university"].id
    contents = {dossier_id: {"scene": "储能"}}
    assert inventory.fill_dossiers(agent, contents=contents, move="save") == 1
    attempts: tuple[Callable[[], object], ...] = (
        lambda: inventory.fill_dossiers(agent, contents=contents, move="submit"),
        lambda: inventory.register_dossiers(agent, contents=contents),
        lambda: inventory.review_dossiers(agent, dossier_ids=[dossier_id], verdict="accept"),
    )
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_the_institution_sees_whose_person_acts_for_it(world: World) -> None:
    given_by_the_office(world)
    [given] = delegations_given(world.actor("office"))
    assert (given.giver, given.person, given.agency) == ("南湖试验大学", "agency", "南湖试验技术转移中心")
    client = Client()
    client.force_login(User.objects.get(username="office"))
    assert "（agency，南湖试验技术转移中心）" in client.get(reverse("delegations")).content.decode()


@pytest.mark.parametrize("who", ["hunan", "secretary", "enterprise"])
def test_only_an_institutions_office_entrusts_an_agency(world: World, who: str) -> None:
    with pytest.raises(WrongState):
        delegation_actions.delegate_unit(
            world.actor(who), username="agency", name="agency", until=clock.today() + MONTH, reason="试"
        )


@pytest.mark.parametrize("who", ["inventor", "secretary", "office"])
def test_giver_holder_and_manager_end_it(world: World, who: str) -> None:
    membership_id = given_by_the_inventor(world)
    delegation_actions.end_delegation(world.actor(who), membership_id=membership_id)
    assert acting(world, "secretary", membership_id).roles == {"secretary", "manager"}
    with pytest.raises(WrongState):
        delegation_actions.end_delegation(world.actor(who), membership_id=membership_id)


def own_role(world: World, person: str, role: str) -> int:
    rows = Membership.objects.filter(user_id=world.users[person], role=role, on_behalf_of=None, ended_at=None)
    return int(rows.get().pk)


def leaves(world: World, person: str, *, by: str) -> None:
    role = "inventor" if person == "inventor" else person
    set_standing(world.actor(by), membership_id=own_role(world, person, role), position="", service="left")


@pytest.mark.parametrize("person", ["inventor", "secretary"])
def test_it_ends_with_the_giver_and_with_the_holder_who_leaves(world: World, person: str) -> None:
    membership_id = given_by_the_inventor(world)
    leaves(world, person, by="office")
    row = Membership.objects.get(pk=membership_id)
    assert (row.ended_at is not None, row.reason) == (True, "所依据的身份已结束")
    assert acting(world, "secretary", membership_id).person_id != world.users["inventor"]


def test_a_retired_inventor_may_still_have_a_colleague_act(world: World) -> None:
    membership_id = given_by_the_inventor(world)
    set_standing(
        world.actor("office"), membership_id=own_role(world, "inventor", "inventor"), position="", service="retired"
    )
    assert acting(world, "secretary", membership_id).person_id == world.users["inventor"]


def test_a_colleague_who_stays_in_another_role_acts_on(world: World) -> None:
    membership_id = given_by_the_inventor(world)
    college = world.orgs["lake_college"].id
    open_account(
        world.operator, username="secretary", name="secretary", password="", organisation_id=college, role="inventor"
    )
    leaves(world, "secretary", by="office")
    assert acting(world, "secretary", membership_id).person_id == world.users["inventor"]


def test_an_agencys_person_who_leaves_the_agency_no_longer_acts_for_the_institution(world: World) -> None:
    membership_id = given_by_the_office(world)
    open_account(
        world.operator,
        username="partner",
        name="partner",
        password="",
        organisation_id=world.orgs["broker"].id,
        role="agency",
    )
    Membership.objects.filter(user__username="partner").update(is_manager=True)
    leaves(world, "agency", by="agency")
    assert acting(world, "agency", membership_id).is_visitor


@pytest.mark.parametrize("who", ["hospital", "other_office", "college_inventor", "hunan", "auditor"])
def test_nobody_else_knows_of_it(world: World, who: str) -> None:
    membership_id = given_by_the_inventor(world)
    with pytest.raises(NotFound):
        delegation_actions.end_delegation(world.actor(who), membership_id=membership_id)


def test_it_is_given_and_ended_on_the_page(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(username="inventor"))
    page = reverse("delegations")
    assert "请同事代办我的专利" in client.get(page).content.decode()
    body = {"kind": "own", "own-username": "secretary", "own-name": "secretary", "own-reason": "出差"}
    wrong = client.post(page, body | {"own-until": "2020-01-01"})
    assert wrong.status_code == 422
    assert "最长一年" in wrong.content.decode()
    until = (clock.today() + MONTH).isoformat()
    assert client.post(page, body | {"own-until": until})["Location"] == page
    text = client.get(page).content.decode()
    assert until in text
    row = Membership.objects.get(on_behalf_of_id=world.users["inventor"])
    assert client.post(reverse("delegation-end", args=[row.pk]))["Location"] == page
    assert "已结束" in client.get(page).content.decode()
    assert client.post(page, {"kind": "unit"}).status_code == 403
