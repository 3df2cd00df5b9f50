"""Looking after people: ending, managing, closing, standing; and the pages on which it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.accounts import actions
from huoshui.accounts.models import Membership, User
from huoshui.accounts.public import actor_of_username, memberships_of, open_account
from huoshui.accounts.queries import living
from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.models import OutboxEvent


def held(world: World, person: str) -> Membership:
    return Membership.objects.filter(user_id=world.users[person], ended_at=None).earliest("id")


def page_of(person: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def second_office(world: World) -> Membership:
    org = world.orgs["lake_university"].id
    user_id = open_account(
        world.operator, username="second", name="第二人", password="", organisation_id=org, role="office"
    )
    return Membership.objects.get(user_id=user_id)


def test_whose_role_is_ended_is_out_at_the_next_request(world: World) -> None:
    client = page_of("inventor")
    assert client.get(reverse("dossiers")).status_code == 200
    actions.end_membership(world.actor("office"), membership_id=held(world, "inventor").pk, reason="调离")
    assert client.get(reverse("dossiers")).status_code != 200
    assert actor_of_username("inventor", channel="web").is_visitor


def test_a_closed_account_is_out_and_may_be_opened_again(world: World) -> None:
    client = page_of("inventor")
    actions.set_active(world.actor("office"), user_id=world.users["inventor"], is_active=False)
    assert client.get(reverse("dossiers")).status_code != 200
    actions.set_active(world.actor("office"), user_id=world.users["inventor"], is_active=True)
    assert actor_of_username("inventor", channel="web").roles == {"inventor"}


def test_whose_account_is_closed_is_acted_for_by_nobody_and_not_again_when_it_is_opened(world: World) -> None:
    own = held(world, "inventor")
    delegation = Membership.objects.create(
        user_id=world.users["secretary"], organisation=own.organisation, role="inventor", on_behalf_of=own.user
    )
    for is_active in (False, True):
        actions.set_active(world.actor("office"), user_id=own.user_id, is_active=is_active)
        assert delegation.pk not in {one.id for one in memberships_of(world.users["secretary"])}


def test_an_organisation_never_loses_its_last_manager(world: World) -> None:
    office, last = world.actor("office"), held(world, "office")
    Membership.objects.filter(user_id=world.users["secretary"]).update(is_manager=False)
    hunan = world.actor("hunan")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: actions.end_membership(office, membership_id=last.pk, reason="调离"),
        lambda: actions.set_manager(office, membership_id=last.pk, is_manager=False),
        lambda: actions.set_active(hunan, user_id=last.user_id, is_active=False),
    )
    for attempt in attempts:
        with pytest.raises(WrongState, match="最后一名账号管理员"):
            attempt()
    other = second_office(world)
    assert not other.is_manager
    actions.set_manager(office, membership_id=other.pk, is_manager=True)
    actions.end_membership(office, membership_id=last.pk, reason="调离")
    assert actor_of_username("second", channel="web").roles == {"office", "manager"}


def test_only_roles_that_look_after_accounts_become_managers(world: World) -> None:
    with pytest.raises(WrongState, match="不能管理账号"):
        actions.set_manager(world.actor("office"), membership_id=held(world, "inventor").pk, is_manager=True)


@pytest.mark.parametrize("who", ["hunan", "national", "education"])
def test_who_sees_a_person_does_not_look_after_them_for_that(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.end_membership(world.actor(who), membership_id=held(world, "inventor").pk, reason="试")


@pytest.mark.parametrize("who", ["other_office", "shanxi", "hospital", "college_secretary"])
def test_a_person_elsewhere_does_not_exist(world: World, who: str) -> None:
    attempts: tuple[Callable[[], object], ...] = (
        lambda: actions.end_membership(world.actor(who), membership_id=held(world, "inventor").pk, reason="试"),
        lambda: actions.set_active(world.actor(who), user_id=world.users["inventor"], is_active=False),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_one_unit_locks_nobody_out_of_another(world: World) -> None:
    user_id = world.users["inventor"]
    open_account(
        world.operator,
        username="inventor",
        name="inventor",
        password="",
        organisation_id=world.orgs["hill_university"].id,
        role="expert",
    )
    with pytest.raises(NotAllowed, match="其他单位"):
        actions.set_active(world.actor("office"), user_id=user_id, is_active=False)
    with pytest.raises(WrongState, match="自己"):
        actions.set_active(world.actor("office"), user_id=world.users["office"], is_active=False)


def test_standing_is_told_and_who_leaves_is_out(world: World) -> None:
    office, row = world.actor("office"), held(world, "inventor")
    before = OutboxEvent.objects.filter(name="StandingChanged").count()
    actions.set_standing(office, membership_id=row.pk, position="teacher", service="retired")
    assert actor_of_username("inventor", channel="web").roles == {"inventor"}
    actions.set_standing(office, membership_id=row.pk, position="teacher", service="left")
    assert actor_of_username("inventor", channel="web").is_visitor
    assert OutboxEvent.objects.filter(name="StandingChanged").count() == before + 2
    with pytest.raises(Invalid):
        actions.set_standing(office, membership_id=held(world, "secretary").pk, position="king", service="left")


def test_the_list_narrows_and_holds_nobody_from_elsewhere(world: World) -> None:
    client = page_of("office")
    text = client.get(reverse("people")).content.decode()
    assert "college_inventor" in text
    assert "other_office" not in text
    for query, there, gone in (
        ("role=inventor", "college_inventor", "college_secretary"),
        ("q=college_inv", "college_inventor", "college_secretary"),
        ("state=ended", "没有符合条件的人员", "college_inventor"),
        ("state=living", "college_inventor", "没有符合条件"),
        ("service=in_service", "college_inventor", "没有符合条件"),
    ):
        text = client.get(reverse("people") + "?" + query).content.decode()
        assert there in text, query
        assert gone not in text, query
    answer = client.get(reverse("people") + "?export=csv")
    assert "college_inventor" in answer.content.decode("utf-8-sig")
    rows = client.get("/api/v1/people/roles").json()["rows"]
    assert {row["username"] for row in rows} >= {"office", "inventor"}


def test_the_page_of_a_person_offers_what_one_may_do(world: World) -> None:
    person = reverse("person", args=[world.users["inventor"]])
    mine = page_of("office").get(person).content.decode()
    assert "停用账号" in mine
    assert "离开单位" in mine
    above = page_of("hunan").get(person).content.decode()
    assert "停用账号" not in above
    assert page_of("other_office").get(person).status_code == 404
    row = held(world, "inventor")
    done = page_of("office").post(reverse("membership-end", args=[row.pk]), {"reason": "毕业"})
    assert done["Location"] == person
    assert "毕业" in page_of("office").get(person).content.decode()


def test_the_memberships_read_by_hand_are_those_that_live(world: World) -> None:
    person, moment = User.objects.get(username="inventor"), clock.now()
    organisation_id = held(world, "inventor").organisation_id
    day = timedelta(days=1)
    for role, until, ended in (
        ("secretary", None, moment),
        ("office", moment - day, None),
        ("agent", moment + day, None),
    ):
        Membership.objects.create(user=person, organisation_id=organisation_id, role=role, until=until, ended_at=ended)
    for is_active in (True, False):
        User.objects.filter(pk=person.pk).update(is_active=is_active)
        alive = list(Membership.objects.filter(living(), user=person).order_by("id").values_list("id", flat=True))
        assert [one.id for one in memberships_of(person.pk)] == alive
        assert len(alive) == (2 if is_active else 0)
    assert len(Membership.objects.filter(user=person)) == 4
