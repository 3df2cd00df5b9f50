"""Signing in, and what a stranger learns from trying."""

from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.world import PASSWORD, World

from huoshui.accounts.public import memberships_of, open_account
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.signin.public import COMMITS_AT_ONCE
from huoshui.signin.tests.visiting import SIGN_IN, User, is_signed_in, sign_in, text, user_of


@pytest.fixture
def client() -> Client:
    return Client()


def test_the_right_password_signs_in_and_leads_home(world: World, client: Client) -> None:
    answer = sign_in(client, "office")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_signing_in_and_out_are_lines_of_the_ledger(world: World, client: Client) -> None:
    sign_in(client, "office")
    client.post(reverse("sign-out"))
    with scope(world.operator):
        lines = LedgerLine.objects.filter(user_id=world.users["office"]).order_by("id")
        assert [one.verb for one in lines][-2:] == ["signin.signed_in", "signin.signed_out"]


def test_wrong_password_unknown_name_and_a_person_who_left_answer_alike(world: World, client: Client) -> None:
    User.objects.filter(username="hospital").update(is_active=False)
    tries = [("office", "wrong"), ("nobody", "wrong"), ("hospital", PASSWORD)]
    answers = [sign_in(Client(), name, password) for name, password in tries]
    assert [one.status_code for one in answers] == [422, 422, 422]
    texts = {text(one).replace(name, "") for one, (name, _) in zip(answers, tries, strict=True)}
    assert all("用户名或密码不正确" in one for one in texts)
    assert len(texts) == 1
    assert len({tuple(sorted(set(one.headers) - {"Content-Length"})) for one in answers}) == 1
    assert not is_signed_in(client)


def test_an_unknown_name_makes_the_same_work(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def encode(hasher: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return f"md5${salt}$x"

    monkeypatch.setattr(f"{get_hasher().__class__.__module__}.{get_hasher().__class__.__name__}.encode", encode)
    work = []
    for name in ("office", "nobody", "inventor", "nobody-else"):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            assert sign_in(Client(), name, "wrong").status_code == 422
        work.append((len(hashed), [one["sql"].split("'")[0] for one in asked]))
    assert work[0][0] == 1
    assert all(one == work[0] for one in work)


def test_the_pages_of_guesses_are_those_that_commit_at_once() -> None:
    assert {reverse("sign-in"), reverse("sign-in-second")} == COMMITS_AT_ONCE


@pytest.mark.parametrize("missing", ["username", "password"])
def test_what_is_left_empty_is_asked_for(world: World, client: Client, missing: str) -> None:
    answer = client.post(SIGN_IN, {"username": "office", "password": PASSWORD} | {missing: ""})
    assert not is_signed_in(client)
    assert "必填" in answer.content.decode()


@pytest.mark.parametrize("name", ["\x00", "office\x00", "a" * 65, "' OR 1=1 --", "　", "office ", "OFFICE"])
def test_odd_names_are_names_nobody_has(world: World, client: Client, name: str) -> None:
    assert sign_in(client, name).status_code in {302 if name.strip() == "office" else 422}


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/inventory/?state=accepted", "/inventory/?state=accepted"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("\\\\elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_one_is_led_inside_the_site_only(
    world: World, client: Client, wanted: str, leads_to: str
) -> None:
    assert sign_in(client, "office", next=wanted)["Location"] == leads_to
    assert Client().post(f"{SIGN_IN}?next={wanted}", {"username": "office", "password": PASSWORD})["Location"] in (
        leads_to,
        leads_to.split("?")[0] + "?state=accepted" if "?" in leads_to else leads_to,
    )


def test_the_page_asked_for_is_kept_through_the_form(world: World, client: Client) -> None:
    away = client.get(reverse("dossiers"))
    assert away["Location"].startswith(SIGN_IN)
    assert 'value="/inventory/"' in client.get(away["Location"]).content.decode()


def test_a_person_who_leaves_is_out_at_once(world: World, client: Client) -> None:
    sign_in(client, "office")
    User.objects.filter(username="office").update(is_active=False)
    assert not is_signed_in(client)


def test_signing_out_is_a_post_and_ends_the_session_for_good(world: World, client: Client, settings: Any) -> None:
    sign_in(client, "office")
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out"))["Location"] == SIGN_IN
    assert not is_signed_in(client)
    assert not is_signed_in(stolen)


def test_the_key_of_the_session_changes_with_signing_in(world: World, client: Client, settings: Any) -> None:
    client.post(reverse("passkey-options"))
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in(client, "office")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_switching_identity_changes_what_one_sees(world: World, client: Client) -> None:
    open_account(
        world.operator,
        username="office",
        name="office",
        password="",
        organisation_id=world.orgs["hunan_bureau"].id,
        role="bureau",
    )
    sign_in(client, "office")
    roles = {one.role: one.id for one in memberships_of(user_of(world, "office").pk)}
    assert client.post(reverse("account"), {"membership": roles["office"]})["Location"] == "/"
    assert client.get(reverse("enterprises")).status_code == 403
    page = client.get(reverse("account")).content.decode()
    assert "湖南知识产权管理处" in page
    assert "当前身份" in page
    assert client.post(reverse("account"), {"membership": roles["bureau"]})["Location"] == "/"
    assert client.get(reverse("enterprises")).status_code == 200


@pytest.mark.parametrize("membership", ["", "0", "abc", "²", "9" * 30])
def test_an_identity_that_is_not_ones_own_is_not_found(world: World, client: Client, membership: str) -> None:
    sign_in(client, "office")
    assert client.post(reverse("account"), {"membership": membership}).status_code == 404


def test_anothers_identity_is_not_found(world: World, client: Client) -> None:
    sign_in(client, "inventor")
    others = memberships_of(world.users["hunan"])[0]
    assert client.post(reverse("account"), {"membership": others.id}).status_code == 404
    assert client.get(reverse("progress")).status_code == 403
