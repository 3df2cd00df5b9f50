"""Reset links: who may issue one for whom, and that it opens the account once, for its person."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.accounts.public import open_account
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import ConfirmationNeeded, NotAllowed
from huoshui.signin.models import Notice, OneTimeCode
from huoshui.signin.public import issue_reset
from huoshui.signin.tests.visiting import give_codes, is_signed_in, person, sign_in, without_session

NEW = "Lotus-pond 47"


def choose(token: str, password: str = NEW, client: Client | None = None) -> Any:
    body = {"password": password, "again": password}
    return (client or Client()).post(reverse("password-reset", args=[token]), body)


def test_a_link_lets_its_person_choose_a_password_once(world: World) -> None:
    signed_in = Client()
    sign_in(signed_in, "inventor")
    token = issue_reset(person(world, "office"), user_id=world.users["inventor"])
    client = Client()
    page = client.get(reverse("password-reset", args=[token])).content.decode()
    assert "inventor" in page
    assert "90 天" in page
    assert choose(token, "short", client).status_code == 422
    assert choose(token, client=client)["Location"] == "/sign-in/"
    assert not is_signed_in(signed_in), "all sessions end"
    assert sign_in(Client(), "inventor").status_code == 422
    assert sign_in(Client(), "inventor", NEW).status_code == 302
    assert choose(token)["Location"] == "/sign-in/?link=gone"
    kinds = set(Notice.objects.filter(user_id=world.users["inventor"]).values_list("kind", flat=True))
    assert {"reset_issued", "password_reset"} <= kinds


def test_a_link_that_is_old_replaced_or_made_up_opens_nothing(world: World) -> None:
    office = person(world, "office")
    first = issue_reset(office, user_id=world.users["inventor"])
    second = issue_reset(office, user_id=world.users["inventor"])
    with clock.clock_at(clock.now() + timedelta(hours=25)):
        assert choose(second)["Location"] == "/sign-in/?link=gone"
    for token in (first, "made-up", "x" * 500, "%00"):
        assert choose(token)["Location"] == "/sign-in/?link=gone"
    assert "已失效或已用过" in Client().get("/sign-in/?link=gone").content.decode()
    assert choose(second)["Location"] == "/sign-in/"


def test_the_password_is_not_the_last_one(world: World) -> None:
    token = issue_reset(person(world, "office"), user_id=world.users["inventor"])
    choose(token)
    token = issue_reset(person(world, "office"), user_id=world.users["inventor"])
    assert choose(token).status_code == 422


def test_browsers_known_before_are_strangers_after_a_reset(world: World) -> None:
    old = Client()
    sign_in(old, "inventor")
    token = issue_reset(person(world, "office"), user_id=world.users["inventor"])
    fresh = Client()
    choose(token, client=fresh)
    for _ in range(6):
        refused = sign_in(without_session(old), "inventor", "wrong", address="10.1.1.1")
    assert refused.status_code == 429
    assert sign_in(fresh, "inventor", NEW, address="10.1.1.1").status_code == 302, "the browser of the reset is known"


def test_second_factors_stay_unless_they_are_lost_too(world: World) -> None:
    give_codes(world, "inventor")
    choose(issue_reset(person(world, "office"), user_id=world.users["inventor"]))
    assert OneTimeCode.objects.filter(user_id=world.users["inventor"]).exists()
    token = issue_reset(person(world, "office"), user_id=world.users["inventor"], clears_factors=True)
    assert choose(token, "Lotus-pond 48").status_code == 302
    assert not OneTimeCode.objects.filter(user_id=world.users["inventor"]).exists()


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("inventor", "secretary"),  # looks after nobody
        ("other_office", "inventor"),  # another institution
        ("office", "hunan"),  # above
        ("hunan", "security"),  # an administrator
        ("hunan", "auditor"),
        ("security", "auditor"),  # not at each other's mercy
        ("security", "security"),
        ("system", "inventor"),
        ("auditor", "inventor"),
        ("security", "office"),  # another organisation
    ],
)
def test_nobody_resets_whom_they_do_not_look_after(world: World, who: str, whom: str) -> None:
    with pytest.raises(NotAllowed):
        issue_reset(person(world, who), user_id=world.users[whom])


def test_a_security_administrator_resets_the_system_administrator_of_the_own_house(world: World) -> None:
    assert issue_reset(person(world, "security"), user_id=world.users["system"])
    assert issue_reset(world.operator, user_id=world.users["auditor"])


def test_a_role_elsewhere_keeps_a_person_out_of_a_managers_hands(world: World) -> None:
    """Else an institution could take over a bureau's account by way of its own inventor."""
    open_account(
        world.operator,
        username="inventor",
        name="inventor",
        password="",
        organisation_id=world.orgs["hunan_bureau"].id,
        role="bureau",
    )
    with pytest.raises(NotAllowed):
        issue_reset(person(world, "office"), user_id=world.users["inventor"])


def test_issuing_asks_for_a_confirmed_identity(world: World) -> None:
    from dataclasses import replace

    tired: Actor = replace(person(world, "office"), is_fresh=False)
    with pytest.raises(ConfirmationNeeded):
        issue_reset(tired, user_id=world.users["inventor"])
