"""API tokens: made on a page, used at the API's door, gone with whatever gave them."""

import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.actor import VISITOR
from huoshui.kernel.errors import ConfirmationNeeded, Invalid, NotAllowed, NotFound
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.policy import Policy
from huoshui.kernel.tenancy import scope
from huoshui.signin import tokens
from huoshui.signin.models import ApiToken, SignIn
from huoshui.web.api import api

User = get_user_model()
Membership = apps.get_model("accounts.Membership")

PAGE, LISTED = "/account/tokens/", "/api/v1/patents/"


def make(world: World, person: str = "office", *permissions: str, days: int = 30) -> str:
    wanted = permissions or ("patents.view",)
    return tokens.make_token(world.actor(person), name="每日同步", permissions=wanted, days=days).token


def ask(token: str, path: str = LISTED, **more: Any) -> Any:
    return Client().get(path, headers={"authorization": f"Bearer {token}"}, **more)


def test_a_token_reads_what_it_was_given_in_the_role_of_its_person(world: World) -> None:
    answer = ask(make(world))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_a_token_may_not_do_what_the_person_may_but_it_was_not_given(world: World) -> None:
    answer = ask(make(world, "office", "inventory.view"))
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_the_actor_of_a_token_is_narrowed_and_fresh_and_comes_by_the_api(world: World) -> None:
    actor, office = tokens.actor_for_token(make(world)), world.actor("office")
    assert actor is not None
    assert (actor.channel, actor.only, actor.is_fresh) == ("api", frozenset({"patents.view"}), True)
    assert (actor.user_id, actor.org_id, actor.roles, actor.reach) == (
        office.user_id,
        office.org_id,
        office.roles,
        office.reach,
    )


def test_only_the_digest_and_the_beginning_are_kept(world: World) -> None:
    token = make(world)
    row = ApiToken.objects.get()
    assert token.startswith("hs_")
    assert (row.digest, row.prefix) == (hashlib.sha256(token.encode()).hexdigest(), token[:9])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM signin_apitoken t")
        assert token not in cursor.fetchone()[0]
    with scope(world.operator):
        assert token not in json.dumps(list(LedgerLine.objects.values_list("facts", flat=True)))


def test_a_token_writes_without_a_csrf_token_and_a_session_does_not(world: World) -> None:
    token, guarded = make(world, "office", "resources.withdraw"), Client(enforce_csrf_checks=True)
    path, body = "/api/v1/resources/entries/1/withdraw", json.dumps({"reason": "x"})
    by_token = guarded.post(path, body, content_type="application/json", headers={"authorization": f"Bearer {token}"})
    assert by_token.status_code == 404  # past the door: there is no such entry
    guarded.force_login(User.objects.get(username="office"))
    assert guarded.post(path, body, content_type="application/json").status_code == 403


def test_a_token_opens_no_page(world: World) -> None:
    assert ask(make(world), "/patents/").status_code == 302


def test_a_wrong_token_is_refused_even_beside_a_good_session(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    answer = client.get(LISTED, headers={"authorization": "Bearer hs_wrong"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "token_refused"


@pytest.mark.parametrize("token", ["", "hs_", "hs_wrong", "x", "hs_\x00", "a" * 5_000, "令牌"])
def test_what_is_no_token_is_refused(world: World, token: str) -> None:
    assert Client().get(LISTED, HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 401


def test_an_ended_token_dies_at_once(world: World) -> None:
    token = make(world)
    tokens.end_token(world.actor("office"), token_id=ApiToken.objects.get().pk)
    assert ask(token).status_code == 401


def test_a_token_dies_on_its_day(world: World) -> None:
    token = make(world, days=1)
    with clock.clock_at(clock.now() + timedelta(days=1, seconds=1)):
        assert ask(token).status_code == 401


@pytest.mark.parametrize("change", [{"ended_at": clock.now()}, {"until": clock.now() - timedelta(seconds=1)}])
def test_a_token_dies_with_its_membership_even_if_the_person_holds_another(world: World, change: Any) -> None:
    token = make(world)
    user = User.objects.get(username="office")
    Membership.objects.create(user=user, organisation_id=world.orgs["hunan_bureau"].id, role="bureau")
    Membership.objects.filter(user=user, role="office").update(**change)
    assert ask(token).status_code == 401


def test_a_token_dies_with_its_person(world: World) -> None:
    token = make(world)
    User.objects.filter(username="office").update(is_active=False)
    assert ask(token).status_code == 401


def test_a_permission_taken_from_the_role_is_gone_from_its_tokens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make(world)
    line = Policy.registry["patents.view"]
    narrowed = type(line)(line.name, line.label, line.roles - {"office"}, line.step_up)
    monkeypatch.setitem(Policy.registry, "patents.view", narrowed)
    assert ask(token).status_code == 403


def test_use_is_written_at_most_once_a_minute(world: World) -> None:
    token = make(world)
    moment = clock.now()
    for seconds, wanted in ((0, 0), (30, 0), (61, 61)):
        with clock.clock_at(moment + timedelta(seconds=seconds)):
            tokens.actor_for_token(token)
        assert ApiToken.objects.get().used_at == moment + timedelta(seconds=wanted)


def test_a_token_costs_few_queries(world: World) -> None:
    token = make(world)
    tokens.actor_for_token(token)
    with CaptureQueriesContext(connection) as counted:
        tokens.actor_for_token(token)
    assert len(counted) <= 5


REFUSED: dict[str, dict[str, Any]] = {
    "no purpose": {"name": " "},
    "a purpose too long": {"name": "长" * 61},
    "nothing chosen": {"permissions": []},
    "a right of somebody else": {"permissions": ["patents.view", "enterprises.edit_own"]},
    "a right to make tokens": {"permissions": ["signin.make_token"]},
    "a right to become another": {"permissions": ["accounts.act_as"]},
    "a right nobody stated": {"permissions": ["patents.everything"]},
    "no expiry": {"days": 0},
    "more than a year": {"days": 366},
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_an_unfit_token_is_not_made(world: World, change: dict[str, Any]) -> None:
    fit: dict[str, Any] = {"name": "同步", "permissions": ["patents.view"], "days": 30}
    with pytest.raises(Invalid):
        tokens.make_token(world.actor("office"), **(fit | change))
    assert not ApiToken.objects.exists()


def test_a_person_holds_twenty_tokens_at_most(world: World) -> None:
    for _ in range(20):
        make(world)
    with pytest.raises(Invalid, match="20"):
        make(world)
    tokens.end_token(world.actor("office"), token_id=ApiToken.objects.latest("id").pk)
    make(world)


def test_making_one_asks_for_a_confirmed_identity(world: World) -> None:
    with pytest.raises(ConfirmationNeeded):
        tokens.make_token(
            replace(world.actor("office"), is_fresh=False), name="x", permissions=["patents.view"], days=1
        )


def test_a_visitor_makes_none(world: World) -> None:
    with pytest.raises(NotAllowed):
        tokens.make_token(VISITOR, name="x", permissions=["patents.view"], days=1)


def test_nobody_ends_anothers_token(world: World) -> None:
    make(world)
    with pytest.raises(NotFound):
        tokens.end_token(world.actor("secretary"), token_id=ApiToken.objects.get().pk)


def test_the_page_shows_a_new_token_once_and_never_again(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    said = {"name": "每日同步", "days": "90", "permissions": ["patents.view", "inventory.view"]}
    answer = client.post(PAGE, said)
    shown = re.search(r"hs_[\w-]{40,}", answer.content.decode())
    assert shown is not None
    assert "no-store" in answer["Cache-Control"]
    assert ask(shown.group()).status_code == 200
    later = client.get(PAGE).content.decode()
    assert shown.group() not in later
    assert shown.group()[:9] in later
    assert client.post(f"/account/tokens/{ApiToken.objects.get().pk}/end/").status_code == 302
    assert "已撤销" in client.get(PAGE).content.decode()


def test_the_page_asks_again_for_what_is_missing(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    assert client.post(PAGE, {"name": "x", "days": "90"}).status_code == 422
    assert client.post(PAGE, {"name": "x", "days": "4000", "permissions": ["patents.view"]}).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_session_grown_old_is_asked_to_confirm(world: World) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    SignIn.objects.update(confirmed_at=clock.now() - timedelta(days=1))
    answer = client.post(PAGE, {"name": "x", "days": "90", "permissions": ["patents.view"]})
    assert not ApiToken.objects.exists()
    assert answer.status_code != 200


def test_the_document_describes_both_ways_in() -> None:
    told = api.get_openapi_schema()
    schemes = told["components"]["securitySchemes"]
    assert schemes["Token"] == {"type": "http", "scheme": "bearer"}
    assert schemes["SignedIn"]["in"] == "cookie"
    assert told["paths"]["/api/v1/patents/"]["get"]["security"] == [{"Token": []}, {"SignedIn": []}]
