"""Opening an account without a password, and coming in by its link."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse
from tests.world import COLLEGE, World

from huoshui.accounts.public import actor_of_username
from huoshui.enrolment import joining_actions, people_actions, queries
from huoshui.enrolment.invitation_links import token_of
from huoshui.enrolment.join_pages import NAMES
from huoshui.enrolment.models import Invitation
from huoshui.kernel import clock
from huoshui.kernel.actor import VISITOR
from huoshui.kernel.clock import clock_at
from huoshui.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from huoshui.kernel.tenancy import scope

Membership, User = apps.get_model("accounts.Membership"), apps.get_model("accounts.User")

PASSWORD = "Lotus-Bridge-2049"


def opened(world: World, who: str = "office", org: str = "lake_college", **more: str) -> Invitation:
    values: dict[str, Any] = {"username": "zhang", "name": "张三", "role": "inventor"} | more
    done = people_actions.open_account(world.actor(who), organisation_id=world.orgs[org].id, **values)
    return invitation(world, done.invitation_id, who)


def invitation(world: World, number: int, who: str = "office") -> Invitation:
    with scope(world.actor(who)):
        return queries.invitation_in_view(world.actor(who), number)


def test_an_account_opens_without_a_password_and_its_link_lets_the_person_in_once(world: World) -> None:
    row = opened(world)
    user = User.objects.get(username="zhang")
    assert not user.has_usable_password()
    token = token_of(row)
    assert token not in row.digest
    assert joining_actions.accept(VISITOR, token=token, password=PASSWORD) == user.pk
    user.refresh_from_db()
    assert check_password(PASSWORD, user.password)
    assert actor_of_username("zhang", channel="web").roles == {"inventor"}
    with pytest.raises(NotFound):
        joining_actions.accept(VISITOR, token=token, password=PASSWORD)


def test_a_link_ends_with_time_revocation_and_renewal(world: World) -> None:
    office = world.actor("office")
    row = opened(world)
    with clock_at(clock.now() + timedelta(days=14, minutes=1)), pytest.raises(NotFound):
        joining_actions.accept(VISITOR, token=token_of(row), password=PASSWORD)
    people_actions.renew_invitation(office, invitation_id=row.pk)
    fresh = invitation(world, row.pk)
    assert token_of(fresh) != token_of(row)
    with pytest.raises(NotFound):
        joining_actions.accept(VISITOR, token=token_of(row), password=PASSWORD)
    people_actions.revoke_invitation(office, invitation_id=row.pk)
    with pytest.raises(NotFound):
        joining_actions.accept(VISITOR, token=token_of(fresh), password=PASSWORD)


def test_a_weak_password_is_refused_and_the_link_stays_good(world: World) -> None:
    row = opened(world)
    with pytest.raises(Invalid):
        joining_actions.accept(VISITOR, token=token_of(row), password="12345678")
    assert joining_actions.accept(VISITOR, token=token_of(row), password=PASSWORD)


def test_an_open_link_makes_the_person_and_never_takes_anothers_name(world: World) -> None:
    org = world.orgs["lake_university"]
    number = people_actions.invite(world.actor("office"), organisation_id=org.id, role="inventor")
    token = token_of(invitation(world, number))
    for taken in ("office", "other_office"):
        with pytest.raises(Invalid, match="已被使用"):
            joining_actions.accept(VISITOR, token=token, password=PASSWORD, username=taken, name="王五")
    user_id = joining_actions.accept(VISITOR, token=token, password=PASSWORD, username="wang5", name="王五")
    row = Membership.objects.get(user_id=user_id)
    assert (row.role, row.organisation_id, row.granted_by) == ("inventor", org.id, world.users["office"])


def test_a_person_known_elsewhere_gets_the_role_only_by_accepting_it(world: World) -> None:
    row = opened(world, username="other_office", name="other_office")
    token = token_of(row)
    before = User.objects.get(username="other_office").password
    with pytest.raises(Invalid, match="登录"):
        joining_actions.accept(VISITOR, token=token, password=PASSWORD)
    with pytest.raises(Invalid, match="另一个账号"):
        joining_actions.accept_as_self(world.actor("hospital"), token=token)
    joining_actions.accept_as_self(world.actor("other_office"), token=token)
    held = Membership.objects.filter(user_id=world.users["other_office"], ended_at=None)
    assert {one.role for one in held} == {"office", "inventor"}
    assert User.objects.get(username="other_office").password == before


def test_a_known_colleague_is_linked_at_once_and_needs_no_link(world: World) -> None:
    done = people_actions.open_account(
        world.actor("office"),
        username="secretary",
        name="secretary",
        organisation_id=world.orgs["lake_college"].id,
        role="secretary",
    )
    assert (done.user_id, done.invitation_id) == (world.users["secretary"], 0)


@pytest.mark.parametrize(
    ("who", "org", "role", "refusal"),
    [
        ("office", "hill_university", "inventor", NotAllowed),
        ("office", "lake_university", "bureau", Invalid),
        ("hunan", "lake_university", "inventor", Invalid),
        ("hunan", "hill_university", "office", NotAllowed),
        ("county", "lake_university", "office", NotAllowed),
        ("national", "lake_university", "office", NotAllowed),
        ("education", "lake_university", "office", NotAllowed),
        ("college_secretary", "lake_university", "inventor", NotAllowed),
        ("college_secretary", "lake_college", "office", Invalid),
        ("inventor", "lake_university", "inventor", NotAllowed),
        ("system", "hunan_bureau", "bureau", NotAllowed),
    ],
)
def test_nobody_opens_what_is_not_theirs_to_open(
    world: World, who: str, org: str, role: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        opened(world, who, org, role=role)
    assert not User.objects.filter(username="zhang").exists()


@pytest.mark.parametrize(
    ("who", "org", "role"),
    [
        ("national", "hunan_bureau", "bureau"),
        ("hunan", "changsha_bureau", "bureau"),
        ("hunan", "hunan_education", "line"),
        ("changsha", "furong_bureau", "bureau"),
        ("changsha", "lake_university", "office"),
        ("county", "furong_bureau", "expert"),
        ("college_secretary", "lake_college", "inventor"),
        ("enterprise", "battery_maker", "enterprise"),
    ],
)
def test_each_level_opens_the_next(world: World, who: str, org: str, role: str) -> None:
    row = opened(world, who, org, role=role)
    assert Membership.objects.get(user_id=row.user_id or 0).role == role


def test_an_account_that_was_entered_gets_no_second_first_link(world: World) -> None:
    row = opened(world)
    people_actions.invite_again(world.actor("office"), user_id=row.user_id or 0)
    joining_actions.accept(VISITOR, token=token_of(invitation(world, row.pk)), password=PASSWORD)
    with pytest.raises((WrongState, NotFound)):
        people_actions.invite_again(world.actor("office"), user_id=row.user_id or 0)
    with pytest.raises(NotAllowed):
        people_actions.invite_again(world.actor("other_office"), user_id=row.user_id or 0)


def test_dead_links_read_alike_and_say_whom_to_ask(world: World, client: Client) -> None:
    row = opened(world)
    token = token_of(row)
    alive = client.get(reverse("join", args=[token]))
    assert alive.status_code == 200
    assert COLLEGE in alive.content.decode()
    people_actions.revoke_invitation(world.actor("office"), invitation_id=row.pk)
    texts = set()
    for one in (token, "nothing", "x" * 60):
        answer = client.get(reverse("join", args=[one]))
        assert answer.status_code == 404
        texts.add(answer.content.decode())
    assert len(texts) == 1
    assert "联系发链接给您的单位账号管理员" in texts.pop()


def test_links_that_lead_nowhere_are_counted(world: World, client: Client) -> None:
    codes = [client.get(reverse("join", args=[f"guess{number}"])).status_code for number in range(62)]
    assert codes[:60] == [404] * 60
    assert codes[-1] == 429


def test_dead_links_are_counted_by_the_visitor_and_not_by_the_proxy_before_the_node(
    world: World, client: Client, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for number in range(62):
        client.get(reverse("join", args=[f"guess{number}"]), headers={"X-Forwarded-For": "198.51.100.7"})
    other = client.get(reverse("join", args=["mistyped"]), headers={"X-Forwarded-For": "198.51.100.8"})
    assert other.status_code == 404


def test_an_open_link_is_no_list_of_usernames(world: World, client: Client) -> None:
    org = world.orgs["lake_university"].id
    number = people_actions.invite(world.actor("office"), organisation_id=org, role="inventor")
    page = reverse("join", args=[token_of(invitation(world, number))])
    wanted = {"name": "王五", "password": PASSWORD, "again": PASSWORD}
    for _ in range(NAMES.amount):
        assert client.post(page, wanted | {"username": "office"}).status_code == 422
    assert client.post(page, wanted | {"username": "other_office"}).status_code == 429


def test_an_inventor_comes_in_through_the_page(world: World, client: Client) -> None:
    row = opened(world)
    page = reverse("join", args=[token_of(row)])
    wrong = client.post(page, {"password": PASSWORD, "again": "other"})
    assert wrong.status_code == 422
    assert "两次输入的密码不同" in wrong.content.decode()
    done = client.post(page, {"password": PASSWORD, "again": PASSWORD})
    assert done["Location"] == reverse("home")
    assert client.get(reverse("dossiers")).status_code == 200
