"""Opening accounts and choosing as whom to act."""

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from tests.world import PASSWORD, PEOPLE, World

from huoshui.accounts import actions, queries
from huoshui.accounts.models import Membership, User
from huoshui.accounts.public import actor_of_username, has_several_roles, people
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope


def open_account(actor: Actor, world: World, org: str = "lake_university", **more: str) -> int:
    values: dict[str, Any] = {"username": "new", "name": "新人", "password": "a-password", "role": "inventor"} | more
    return actions.open_account(actor, organisation_id=world.orgs[org].id, **values)


def roles_of(user_id: int) -> list[tuple[str, int]]:
    return list(Membership.objects.filter(user_id=user_id).order_by("id").values_list("role", "organisation_id"))


def test_the_node_opens_an_account(world: World) -> None:
    user_id = open_account(world.operator, world)
    assert roles_of(user_id) == [("inventor", world.orgs["lake_university"].id)]
    assert people({user_id})[user_id].name == "新人"
    with scope(world.operator):
        line = LedgerLine.objects.get(verb="accounts.open", subject=f"user:{user_id}")
    assert line.facts == {"organisation": world.orgs["lake_university"].id, "role": "inventor"}


def test_a_known_username_gets_the_further_role_and_keeps_its_password(world: World) -> None:
    again = open_account(world.operator, world, username="inventor", role="secretary", password="other")
    assert again == world.users["inventor"]
    assert [role for role, _ in roles_of(again)] == ["inventor", "secretary"]
    assert has_several_roles(again)
    assert not has_several_roles(world.users["office"])
    kept = User.objects.get(pk=again).password
    assert check_password(PASSWORD, kept)
    assert not check_password("other", kept)


def test_opening_the_same_account_twice_opens_it_once(world: World) -> None:
    first = open_account(world.operator, world)
    assert open_account(world.operator, world) == first
    assert len(roles_of(first)) == 1


def test_an_organisation_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.open_account(
            world.operator, username="new", name="新人", password="x", organisation_id=999_999_999, role="office"
        )


@pytest.mark.parametrize("who", ["inventor", "office", "hunan", "national", "system"])
def test_nobody_else_opens_accounts_here(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        open_account(world.actor(who), world)


@pytest.mark.parametrize("role", ["national", "bureau", "line", "operator", "visitor", "enterprise", "nobody"])
def test_no_role_is_given_that_the_organisation_does_not_have(world: World, role: str) -> None:
    with pytest.raises(Invalid, match="没有这个角色"):
        open_account(world.operator, world, role=role)
    assert not User.objects.filter(username="new").exists()


def test_a_department_of_a_province_does_not_become_the_nation(world: World) -> None:
    with pytest.raises(Invalid, match="没有这个角色"):
        open_account(world.operator, world, "hunan_bureau", role="national")


@pytest.mark.parametrize("empty", [{"username": " "}, {"name": ""}])
def test_username_and_name_are_needed(world: World, empty: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="用户名和姓名都要填写"):
        open_account(world.operator, world, **empty)


def test_one_acts_as_any_of_ones_own_roles(world: World) -> None:
    open_account(world.operator, world, username="inventor", role="secretary")
    second = Membership.objects.get(user_id=world.users["inventor"], role="secretary")
    assert actions.act_as(world.actor("inventor"), membership_id=second.pk) == second.pk
    user = User.objects.get(username="inventor")
    assert queries.actor_of(user.pk, second.pk, channel="web").roles == {"secretary"}
    assert queries.actor_of(user.pk, None, channel="web").roles == {"inventor"}


def test_one_does_not_act_as_somebody_else(world: World) -> None:
    others = Membership.objects.get(user_id=world.users["office"])
    with pytest.raises(NotFound, match="没有这个身份"):
        actions.act_as(world.actor("inventor"), membership_id=others.pk)
    user = User.objects.get(username="inventor")
    assert queries.actor_of(user.pk, others.pk, channel="web").roles == {"inventor"}


def test_a_visitor_and_the_node_act_as_nobody(world: World) -> None:
    for actor in (VISITOR, world.operator):
        with pytest.raises(NotAllowed):
            actions.act_as(actor, membership_id=1)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_persons_actor_has_the_reach_of_role_and_organisation(world: World, person: str) -> None:
    found, expected = actor_of_username(person, channel="cli"), world.actor(person, channel="cli")
    assert found == expected
    assert found.org_name == expected.org_name
    covered = {key for key, org in world.orgs.items() if found.reach.covers(org.seat, org.line_seat)}
    own = PEOPLE[person][0]
    school = {"lake_university", "lake_college"}
    furong = {"furong_bureau"}
    changsha = {"changsha_bureau", "lake_hospital", "battery_maker", "broker"} | school | furong
    assert covered == {
        "national": set(world.orgs),
        "hunan": {"hunan_bureau", "hunan_education"} | changsha,
        "shanxi": {"shanxi_bureau", "hill_university", "pump_maker"},
        "changsha": changsha,
        "education": {"hunan_education"} | school,
        "county": furong,
        "office": school,
        "secretary": school,
        "inventor": school,
        "system": set(),
        "security": set(),
        "auditor": set(),
    }.get(person, {own})


def test_a_person_without_any_role_is_a_visitor(world: World) -> None:
    Membership.objects.filter(user_id=world.users["office"]).delete()
    assert actor_of_username("office", channel="web") == VISITOR


def test_a_person_who_has_left_is_a_visitor(world: World) -> None:
    User.objects.filter(username="office").update(is_active=False)
    assert actor_of_username("office", channel="web") == VISITOR


def test_only_invented_people_are_offered_for_signing_in_one_for_each_role(world: World) -> None:
    assert queries.demonstration_people() == []
    User.objects.filter(username__in=["office", "other_office", "inventor"]).update(demonstration=True)
    offered = queries.demonstration_people()
    assert [(one["name"], one["role"]) for one in offered] == [("office", "单位管理员"), ("inventor", "发明人")]
