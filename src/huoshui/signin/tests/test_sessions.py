"""How long a session lasts, who ends it, and what a person is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.signin.models import Notice, SignIn
from huoshui.signin.public import actor_for_session, notices_waiting
from huoshui.signin.queries import browser_of
from huoshui.signin.sessions import SIGN_IN
from huoshui.signin.tests.visiting import User, is_signed_in, sign_in

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0"


@pytest.fixture
def client() -> Client:
    return Client()


def in_minutes(minutes: int) -> Any:
    return clock.clock_at(clock.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("who", "minutes", "lasts"),
    [("office", 29, True), ("office", 31, False), ("inventor", 31, True), ("inventor", 61, False)],
)
def test_an_idle_session_ends_sooner_where_accounts_are_managed(
    world: World, client: Client, who: str, minutes: int, lasts: bool
) -> None:
    sign_in(client, who)
    with in_minutes(minutes):
        assert is_signed_in(client) is lasts


def test_work_keeps_a_session_open_but_not_for_longer_than_half_a_day(world: World, client: Client) -> None:
    sign_in(client, "office")
    for minutes in range(20, 12 * 60, 20):
        with in_minutes(minutes):
            assert is_signed_in(client)
    with in_minutes(12 * 60 + 1):
        assert not is_signed_in(client)


def test_a_person_sees_where_they_are_signed_in_and_ends_one(world: World, client: Client) -> None:
    other, third = Client(), Client()
    client.post("/sign-in/", {"username": "office", "password": "world-password"}, HTTP_USER_AGENT=EDGE)
    sign_in(other, "office", address="10.20.30.40")
    sign_in(third, "office")
    page = client.get(reverse("account-security")).content.decode()
    assert all(words in page for words in ("Edge · Windows", "10.20.30.40", "当前设备", "最近登录"))
    row = SignIn.objects.get(address="10.20.30.40")
    assert client.post(reverse("session-end"), {"session": row.pk}).status_code == 302
    assert [is_signed_in(one) for one in (client, other, third)] == [True, False, True]
    assert client.post(reverse("sessions-end-others")).status_code == 302
    assert [is_signed_in(one) for one in (client, other, third)] == [True, False, False]


@pytest.mark.parametrize("session", ["", "0", "abc", "9" * 30])
def test_anothers_session_does_not_exist(world: World, client: Client, session: str) -> None:
    sign_in(client, "inventor")
    other = Client()
    sign_in(other, "office")
    assert client.post(reverse("session-end"), {"session": session}).status_code == 404
    theirs = SignIn.objects.get(user_id=world.users["office"])
    assert client.post(reverse("session-end"), {"session": theirs.pk}).status_code == 404
    assert is_signed_in(other)


def test_a_new_browser_is_told_on_the_next_pages_until_read(world: World, client: Client) -> None:
    sign_in(client, "office")
    me = world.users["office"]
    assert notices_waiting(me) == 0, "the first browser is nobody's surprise"
    Client().post("/sign-in/", {"username": "office", "password": "world-password"}, HTTP_USER_AGENT=EDGE)
    assert notices_waiting(me) == 1
    page = client.get(reverse("account-security")).content.decode()
    assert "在一个新的浏览器上登录" in page
    assert "Edge · Windows" in page
    client.post(reverse("notices-read"))
    assert notices_waiting(me) == 0
    assert Notice.objects.filter(user_id=me).count() == 1


def test_a_person_without_any_role_signs_in_and_acts_as_a_visitor(world: World, client: Client) -> None:
    nobody = User.objects.create(username="nobody", name="无", password=make_password("world-password"))
    assert sign_in(client, "nobody").status_code == 302
    assert client.get(reverse("dossiers")).status_code == 302
    with scope(world.operator):
        assert LedgerLine.objects.get(user_id=nobody.pk, verb="signin.signed_in").role == ""


def test_finding_out_who_asks_takes_two_queries(world: World, client: Client, rf: Any, settings: Any) -> None:
    """The sign-in with its person, the memberships with their organisations; the session's own row comes before."""
    settings.SECOND_FACTOR = "required-for-managing-roles"
    sign_in(client, "inventor")
    request = rf.get("/")
    request.session = client.session
    assert request.session[SIGN_IN]
    with CaptureQueriesContext(connection) as asked:
        assert actor_for_session(request, channel="web").user_id == world.users["inventor"]
    assert len(asked) == 2, [one["sql"] for one in asked]


@pytest.mark.parametrize("key", ["abcdefghij\\000k", "0123456789", "' OR 1=1 --", "一二三四五六七八九十"])
def test_a_session_nobody_gave_out_is_a_visitors(world: World, key: str) -> None:
    client = Client(headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="{key}"'.encode().decode("latin-1")})
    assert client.get(reverse("catalogue")).status_code == 200
    assert client.get(reverse("dossiers")).status_code == 302


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        (EDGE, "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14; HarmonyOS) Chrome/99 Mobile MicroMessenger/8.0", "微信 · 鸿蒙"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8", "未知浏览器"),
        ("", "未知浏览器"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent: str, shown: str) -> None:
    assert browser_of(agent) == shown
