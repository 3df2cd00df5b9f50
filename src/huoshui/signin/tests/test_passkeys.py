"""Passkeys: what is taken for proof and what is not. How browsers behave is in tests/journeys."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.kernel import clock
from huoshui.signin.models import Notice, Passkey, SignIn
from huoshui.signin.tests.authenticator import PRESENT, Authenticator
from huoshui.signin.tests.visiting import User, give_codes, is_signed_in, sign_in


@pytest.fixture
def client() -> Client:
    return Client()


def options(client: Client, purpose: str = "use") -> dict[str, Any]:
    answer = client.post(reverse("passkey-options"), {"for": purpose})
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def register(client: Client, key: Authenticator, name: str = "手机") -> Any:
    said = key.register(options(client, "add"))
    return client.post(reverse("passkey-add"), {"name": name, "credential": said})


def enrolled(who: str = "office", **more: Any) -> Authenticator:
    client, key = Client(), Authenticator(**more)
    sign_in(client, who)
    assert register(client, key).status_code == 200
    return key


def by_passkey(client: Client, key: Authenticator) -> Any:
    return client.post("/sign-in/", {"credential": key.answer(options(client))})


def test_a_passkey_signs_in_without_name_or_password(world: World, client: Client) -> None:
    key = enrolled()
    assert by_passkey(client, key)["Location"] == "/"
    assert is_signed_in(client)
    row = SignIn.objects.filter(user_id=world.users["office"]).latest("id")
    assert row.how == "passkey"
    assert Passkey.objects.get().sign_count == 1
    assert Notice.objects.filter(kind="passkey_added", user_id=world.users["office"]).exists()


def test_the_question_names_no_credential_and_asks_for_the_persons_finger_or_pin(world: World, client: Client) -> None:
    enrolled()
    asked = options(client)
    assert not asked.get("allowCredentials")
    assert asked["userVerification"] == "required"
    assert asked["rpId"] == "testserver"


def test_an_answer_counts_once(world: World, client: Client) -> None:
    key = enrolled()
    said = key.answer(options(client))
    assert client.post("/sign-in/", {"credential": said}).status_code == 302
    assert client.post("/sign-in/", {"credential": said}).status_code == 422
    other = Client()
    options(other)
    assert other.post("/sign-in/", {"credential": said}).status_code == 422, "it answers another question"


def test_an_answer_after_five_minutes_is_too_late(world: World, client: Client) -> None:
    key = enrolled()
    said = key.answer(options(client))
    with clock.clock_at(clock.now() + timedelta(minutes=6)):
        assert client.post("/sign-in/", {"credential": said}).status_code == 422


@pytest.mark.parametrize("lie", ["origin", "host", "unverified", "count", "handle", "key"])
def test_a_lie_is_not_believed(world: World, client: Client, lie: str) -> None:
    key = enrolled()
    by_passkey(Client(), key)
    if lie == "origin":
        key.origin = "https://testserver.elsewhere.example"
    elif lie == "host":
        key.host = "elsewhere.example"
    elif lie == "unverified":
        key.flags = PRESENT
    elif lie == "count":
        key.count = 0  # a copy of the key that stayed behind
    elif lie == "handle":
        key.handle = b"somebody else"
    else:
        key.key = Authenticator(serial=2).key
    assert by_passkey(client, key).status_code == 422
    assert not is_signed_in(client)


@pytest.mark.parametrize("said", ["", "{}", "[]", "null", "\x00", '{"id": 5}', "x" * 30_000])
def test_odd_answers_prove_nothing(world: World, client: Client, said: str) -> None:
    options(client)
    assert client.post("/sign-in/", {"credential": said}).status_code == 422
    assert client.post("/sign-in/", {"credential": said}).status_code == 422


def test_a_person_who_left_does_not_come_in_by_passkey(world: World, client: Client) -> None:
    key = enrolled()
    User.objects.filter(username="office").update(is_active=False)
    assert by_passkey(client, key).status_code == 422


def test_a_passkey_is_a_second_step_for_its_own_person_alone(world: World, client: Client) -> None:
    theirs, own = enrolled("inventor", serial=2), enrolled()
    sign_in(client, "office")
    assert not is_signed_in(client)
    for key, status in ((theirs, 422), (own, 302)):
        answer = client.post("/sign-in/second/", {"credential": key.answer(options(client))})
        assert answer.status_code == status
    assert is_signed_in(client)


def test_a_passkey_confirms_its_own_person_alone(world: World, client: Client) -> None:
    theirs, own = enrolled("inventor", serial=2), enrolled()
    by_passkey(client, own)
    SignIn.objects.update(confirmed_at=clock.now() - timedelta(hours=1))
    for key, status in ((theirs, 422), (own, 302)):
        answer = client.post(reverse("confirm"), {"credential": key.answer(options(client))})
        assert answer.status_code == status


def test_the_same_passkey_is_not_registered_twice_nor_without_verification(world: World, client: Client) -> None:
    key = enrolled()
    sign_in(client, "inventor")
    assert register(client, key).status_code == 409
    careless = Authenticator(serial=3)
    careless.flags = PRESENT
    assert register(client, careless).status_code == 422
    assert Passkey.objects.count() == 1


def test_registering_needs_a_session_and_a_confirmed_identity(world: World, client: Client) -> None:
    assert client.post(reverse("passkey-options"), {"for": "add"}).status_code == 302
    sign_in(client, "office")
    SignIn.objects.update(confirmed_at=clock.now() - timedelta(hours=1))
    assert client.post(reverse("passkey-options"), {"for": "add"}).status_code == 403


def test_one_removes_ones_own_passkey_only(world: World, client: Client) -> None:
    enrolled("inventor", serial=2)
    sign_in(client, "office")
    for typed in (Passkey.objects.get().pk, "", "0", "x"):
        assert client.post(reverse("passkey-remove"), {"passkey": typed}).status_code == 404
    key = Authenticator()
    register(client, key)
    mine = Passkey.objects.get(user_id=world.users["office"])
    assert client.post(reverse("passkey-remove"), {"passkey": mine.pk}).status_code == 302
    assert by_passkey(Client(), key).status_code == 422


def test_passkeys_are_not_offered_at_a_bare_address(world: World, client: Client) -> None:
    give_codes(world, "office")
    assert "用通行密钥登录" in client.get("/sign-in/").content.decode()
    at_address = client.get("/sign-in/", HTTP_HOST="127.0.0.1:8000").content.decode()
    assert "用通行密钥登录" not in at_address
