"""Signing in, and what a stranger learns from trying."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.world import PASSWORD, World

from huoshui.accounts.actions import open_account
from huoshui.accounts.models import Membership, User

SIGN_IN = "/sign-in/"


@pytest.fixture
def client() -> Client:
    return Client()


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return bool(client.get(reverse("account")).status_code == 200)


def test_the_right_password_signs_in_and_leads_home(world: World, client: Client) -> None:
    answer = sign_in(client, "office")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_wrong_password_unknown_name_and_a_person_who_left_answer_alike(world: World, client: Client) -> None:
    User.objects.filter(username="hospital").update(is_active=False)
    tries = [("office", "wrong"), ("nobody", "wrong"), ("hospital", PASSWORD)]
    answers = [sign_in(client, name, password) for name, password in tries]
    assert [one.status_code for one in answers] == [422, 422, 422]
    texts = {one.content.decode().replace(name, "") for one, (name, _) in zip(answers, tries, strict=True)}
    assert all("用户名或密码不正确" in text for text in texts)
    assert len({_without_token(text) for text in texts}) == 1
    assert not is_signed_in(client)


def _without_token(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_an_unknown_name_costs_as_much_as_a_wrong_password(world: World, client: Client, monkeypatch: Any) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("huoshui.signin.passwords.make_password", hashed.append)
    sign_in(client, "nobody", "wrong")
    assert hashed == ["wrong"]


@pytest.mark.parametrize("missing", ["username", "password"])
def test_what_is_left_empty_is_asked_for(world: World, client: Client, missing: str) -> None:
    answer = client.post(SIGN_IN, {"username": "office", "password": PASSWORD} | {missing: ""})
    assert not is_signed_in(client)
    assert "必填" in answer.content.decode()


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


def test_signing_out_is_a_post(world: World, client: Client) -> None:
    sign_in(client, "office")
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out"))["Location"] == SIGN_IN
    assert not is_signed_in(client)


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
    assert client.get(reverse("enterprises")).status_code == 403
    second = Membership.objects.get(user_id=world.users["office"], role="bureau")
    page = client.get(reverse("account")).content.decode()
    assert "湖南知识产权管理处" in page
    assert "当前身份" in page
    assert client.post(reverse("account"), {"membership": second.pk})["Location"] == "/"
    assert client.get(reverse("enterprises")).status_code == 200


@pytest.mark.parametrize("membership", ["", "0", "abc", "²", "9" * 30])
def test_an_identity_that_is_not_ones_own_is_not_found(world: World, client: Client, membership: str) -> None:
    sign_in(client, "office")
    assert client.post(reverse("account"), {"membership": membership}).status_code == 404


def test_anothers_identity_is_not_found(world: World, client: Client) -> None:
    sign_in(client, "inventor")
    others = Membership.objects.get(user_id=world.users["hunan"])
    assert client.post(reverse("account"), {"membership": others.pk}).status_code == 404
    assert client.get(reverse("progress")).status_code == 403
