"""Confirming who one is before a serious act, and finding the act again afterwards."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.world import PASSWORD, World

from huoshui.kernel import clock
from huoshui.kernel.policy import Policy
from huoshui.signin.models import SignIn
from huoshui.signin.tests.visiting import code, forget_last_code, give_codes, sign_in

CONFIRM = "/confirm/"


@pytest.fixture
def client(world: World) -> Client:
    """Signed in an hour ago, and at work since."""
    arrived = Client()
    sign_in(arrived, "office")
    SignIn.objects.update(confirmed_at=clock.now() - timedelta(hours=1))
    return arrived


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return html.unescape(found[1]) if found else ""


def test_the_serious_acts_are_these() -> None:
    serious = {name for name, one in Policy.registry.items() if one.step_up and name.split(".")[0] == "signin"}
    assert serious == {
        "signin.change_password",
        "signin.change_factors",
        "signin.issue_reset",
        "signin.link_identity",
        "signin.unlink_identity",
        "signin.make_token",
    }
    assert Policy.registry["resources.withdraw"].step_up
    assert Policy.registry["inventory.register"].step_up
    assert Policy.registry["inventory.review_school"].step_up
    assert not Policy.registry["inventory.review_college"].step_up
    assert not Policy.registry["accounts.open"].step_up


def test_a_page_leads_through_the_confirmation_and_back(client: Client) -> None:
    away = client.get(reverse("password-change") + "?a=1")
    assert away["Location"] == f"{CONFIRM}?next=%2Faccount%2Fpassword%2F%3Fa%3D1"
    assert "请确认是您本人" in client.get(away["Location"]).content.decode()
    answer = client.post(CONFIRM, {"password": PASSWORD, "next": "/account/password/?a=1"})
    assert answer["Location"] == "/account/password/?a=1"
    assert client.get(answer["Location"]).status_code == 200


def test_an_act_waits_with_everything_that_was_said_and_is_offered_again(world: World, client: Client) -> None:
    elsewhere = reverse("passkey-remove") + "?from=list"
    asked = client.post(elsewhere, {"passkey": "7", "note": ["一", "二"], "password": "typed"})
    assert asked.status_code == 403
    carried = hidden(asked, "carried")
    offered = client.post(CONFIRM, {"password": PASSWORD, "carried": carried})
    page = offered.content.decode()
    assert offered.status_code == 200
    assert f'action="{elsewhere}"' in page
    assert re.findall(r'name="note" value="(.)"', page) == ["一", "二"]
    assert 'name="passkey" value="7"' in page
    assert "typed" not in page
    assert client.post(elsewhere, {"passkey": "7"}).status_code == 404, "now it is looked for"


def test_files_are_not_carried_and_that_is_said(client: Client) -> None:
    asked = client.post(reverse("passkey-remove"), {"file": SimpleUploadedFile("a.csv", b"x"), "passkey": "7"})
    assert "选的文件不能保留" in asked.content.decode()
    offered = client.post(CONFIRM, {"password": PASSWORD, "carried": hidden(asked, "carried")}).content.decode()
    assert "重新选择文件" in offered
    assert "继续刚才的操作" not in offered


def test_what_waits_can_not_be_changed_nor_taken_to_another_session(world: World, client: Client) -> None:
    carried = hidden(client.post(reverse("passkey-remove"), {"passkey": "7"}), "carried")
    other = Client()
    sign_in(other, "office")
    for who, text in ((other, carried), (client, carried[:-2] + "xx"), (client, "x"), (client, "")):
        answer = who.post(CONFIRM, {"password": PASSWORD, "carried": text})
        assert (answer.status_code, answer["Location"]) == (302, "/")


def test_one_is_led_on_inside_the_site_only(client: Client) -> None:
    for wanted in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post(CONFIRM, {"password": PASSWORD, "next": wanted})["Location"] == "/"


def test_a_wrong_proof_confirms_nothing_and_five_are_enough(client: Client) -> None:
    carried = hidden(client.post(reverse("passkey-remove"), {"passkey": "7"}), "carried")
    for wrong in ({"password": "x"}, {"code": "123456"}, {"credential": "{}"}, {}, {"password": ""}):
        answer = client.post(CONFIRM, wrong | {"carried": carried})
        assert answer.status_code == 422
        assert hidden(answer, "carried"), "the act still waits"
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 429
    assert client.post(reverse("passkey-remove"), {"passkey": "7"}).status_code == 403


def test_a_code_or_a_recovery_code_confirms_as_well(world: World, client: Client) -> None:
    secret, recovery = give_codes(world, "office")
    for typed in (code(secret), recovery[0]):
        SignIn.objects.update(confirmed_at=clock.now() - timedelta(hours=1))
        assert client.post(CONFIRM, {"code": typed, "next": "/account/password/"}).status_code == 302
        assert client.get("/account/password/").status_code == 200
        forget_last_code(world, "office")


def test_it_holds_for_a_quarter_of_an_hour(client: Client) -> None:
    client.post(CONFIRM, {"password": PASSWORD})
    with clock.clock_at(clock.now() + timedelta(minutes=14)):
        assert client.get(reverse("password-change")).status_code == 200
    with clock.clock_at(clock.now() + timedelta(minutes=16)):
        assert client.get(reverse("password-change")).status_code == 302


def test_the_api_answers_with_a_problem(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    serious = replace(Policy.registry["inventory.view"], step_up=True)
    monkeypatch.setitem(Policy.registry, "inventory.view", serious)
    answer = client.get("/api/v1/inventory/dossiers")
    assert (answer.status_code, answer.json()["code"]) == (403, "confirm_identity")
    assert answer["Content-Type"] == "application/problem+json"
    client.post(CONFIRM, {"password": PASSWORD})
    assert client.get("/api/v1/inventory/dossiers").status_code == 200


def test_a_visitor_is_sent_to_sign_in(world: World) -> None:
    assert Client().get(CONFIRM)["Location"].startswith("/sign-in/")
    assert Client().post(CONFIRM, {"password": PASSWORD})["Location"].startswith("/sign-in/")
