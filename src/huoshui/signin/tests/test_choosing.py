"""Who holds several roles says which one acts, at every sign-in."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.world import World

from huoshui.accounts import public as accounts
from huoshui.accounts.public import open_account
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope


@pytest.fixture
def several(world: World) -> Client:
    """The inventor is secretary of the university besides."""
    open_account(
        world.operator,
        username="inventor",
        name="inventor",
        password="",
        organisation_id=world.orgs["lake_university"].id,
        role="secretary",
    )
    client = Client()
    client.force_login(get_user_model().objects.get(username="inventor"))
    return client


def test_nothing_opens_before_a_role_is_chosen(several: Client) -> None:
    answer = several.get(reverse("patents"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("account"))
    assert several.get("/api/v1/patents/").json()["code"] == "role_due"
    page = several.get(reverse("account")).content.decode()
    assert page.count("以此身份办理") == 2
    assert "请先选择以哪个身份办事" in page


def test_the_chosen_role_acts_until_another_is_chosen(several: Client, world: World) -> None:
    for one in accounts.memberships_of(world.users["inventor"]):
        several.post(reverse("account"), {"membership": one.id})
        answer = several.get(reverse("patents"))
        assert answer.status_code == 200
        assert one.role_label in answer.content.decode()
    first, second = (one.role for one in accounts.memberships_of(world.users["inventor"]))
    with scope(world.operator):
        lines = LedgerLine.objects.filter(verb="accounts.act_as").order_by("id")
        assert [line.facts["role"] for line in lines] == [first, second]
        assert lines[1].role == first, "a line says in which role it was done"


def test_a_single_role_needs_no_choice(world: World) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(username="office"))
    assert client.get(reverse("patents")).status_code == 200
