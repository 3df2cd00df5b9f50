"""What may be a password, under either policy, and how it is changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.world import PASSWORD, World

from huoshui.kernel import clock
from huoshui.kernel.action import ActionIncomplete
from huoshui.signin import passwords
from huoshui.signin.models import OldPassword
from huoshui.signin.passwords import classes_in, password_problems, password_rules, set_password
from huoshui.signin.tests.visiting import is_signed_in, sign_in, user_of

GOOD = "Lotus-pond 47"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Aa1-", ["至少要有 10 个字符"]),
        ("a" * 129, ["最多 128", "至少要有 3 类"]),
        ("abcdefghijklm", ["至少要有 3 类"]),
        ("Li.Ming-2024x", ["不能有“li.ming”"]),
        ("zz-Huoshui-2024", ["不能有“huoshui”"]),
        ("zz-活水-2024-x", ["不能有“活水”"]),
        ("南湖试验大学-Aa1", ["不能有“南湖试验大学”"]),
        ("李明-Aa1-bcdefg", ["不能有“李明”"]),
        (GOOD, []),
        ("荷塘月色-Aa1-bcd", []),
    ],
)
def test_dengbao_says_everything_that_is_wrong(password: str, said: list[str]) -> None:
    problems = password_problems(password, username="li.ming", name="李明", organisation="南湖试验大学")
    assert len(problems) == len(said)
    assert all(part in problem for part, problem in zip(said, sorted(problems, reverse=True), strict=True))


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("quiet river under stones", True),
        ("quietriverx", False),  # eleven
        ("quietriverxy", True),
        ("q" * 128, True),
        ("q" * 129, False),
        ("qwertyuiop12", False),  # on the list
        ("password1234", False),
        ("my huoshui password", False),
    ],
)
def test_asvs_asks_for_length_alone(settings: Any, password: str, is_good: bool) -> None:
    settings.PASSWORD_POLICY = "asvs"
    assert (not password_problems(password)) is is_good


def test_common_ones_are_refused_by_both(settings: Any) -> None:
    for policy in passwords.POLICIES:
        settings.PASSWORD_POLICY = policy
        assert any("常见" in one for one in password_problems("1qaz2wsx3edc"))


def test_a_list_of_the_operators_own_is_refused_too(settings: Any, tmp_path: Any) -> None:
    path = tmp_path / "leaked.txt"
    path.write_text("lotus-pond 47\n")
    settings.PASSWORD_LIST = str(path)
    passwords._common.cache_clear()
    try:
        assert any("泄露" in one for one in password_problems(GOOD))
    finally:
        passwords._common.cache_clear()


def test_a_policy_nobody_stated_is_an_error_not_an_open_door(settings: Any) -> None:
    settings.PASSWORD_POLICY = "none"
    with pytest.raises(KeyError):
        password_problems("x")


def test_every_rule_is_told_before_anybody_types(settings: Any) -> None:
    told = "".join(password_rules())
    assert all(word in told for word in ("10", "3 类", "90 天", "5 个", "常见密码", "用户名"))
    settings.PASSWORD_POLICY = "asvs"
    assert not any(word in "".join(password_rules()) for word in ("类", "每", "最近"))


@given(st.text(max_size=40))
def test_no_text_breaks_the_check(password: str) -> None:
    assert 0 <= classes_in(password) <= 4
    assert all(password_problems(password, username=password, name=password))


def test_a_password_is_set_inside_an_action_only(world: World) -> None:
    with pytest.raises(ActionIncomplete):
        set_password(world.users["office"], GOOD)


def change(client: Client, password: str, again: str = "", *, current: str = PASSWORD) -> Any:
    form = {"current": current, "password": password, "again": again or password}
    return client.post(reverse("password-change"), form)


def test_a_changed_password_counts_and_ends_the_other_sessions(world: World) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, "office")
    sign_in(elsewhere, "office")
    assert change(here, GOOD).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert sign_in(Client(), "office").status_code == 422
    assert sign_in(Client(), "office", GOOD).status_code == 302


def test_two_different_ones_a_poor_one_and_a_former_one_are_refused(world: World) -> None:
    client = Client()
    sign_in(client, "office")
    for password, again, said in (
        (GOOD, "Lotus-pond 48", "不一致"),
        ("short", "", "至少要有 10 个字符"),
        (PASSWORD, "", "3 类"),
    ):
        answer = change(client, password, again)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    change(client, GOOD)
    assert "最近用过" in change(client, GOOD, current=GOOD).content.decode()


def test_the_last_five_are_remembered_and_no_more(world: World) -> None:
    client = Client()
    sign_in(client, "office")
    made = [f"Lotus-pond {serial} a" for serial in range(8)]
    for former, one in zip([PASSWORD, *made], made, strict=False):
        assert change(client, one, current=former).status_code == 302
    assert OldPassword.objects.filter(user_id=world.users["office"]).count() == 5
    assert change(client, made[2], current=made[-1]).status_code == 422
    assert change(client, made[1], current=made[-1]).status_code == 302


def test_who_does_not_know_the_password_in_force_cannot_choose_another(world: World) -> None:
    """At an open session, minutes after signing in; and not by guessing either."""
    client = Client()
    sign_in(client, "office")
    for guess in ("", "wrong", GOOD):
        answer = change(client, GOOD, current=guess)
        assert answer.status_code == 422
    assert "当前密码不正确" in answer.content.decode()
    for _ in range(5):
        answer = change(client, GOOD, current="wrong")
    assert answer.status_code == 429
    assert change(client, GOOD).status_code == 429
    assert sign_in(Client(), "office").status_code == 302


def test_a_poor_choice_does_not_use_up_the_guesses_at_the_password_in_force(world: World) -> None:
    client = Client()
    sign_in(client, "office")
    for _ in range(8):
        assert change(client, "short").status_code == 422
    assert change(client, GOOD).status_code == 302


def test_who_has_no_password_yet_is_not_asked_for_one(world: World) -> None:
    """Whoever came by a link or by a provider."""
    user = user_of(world, "office")
    user.set_unusable_password()
    user.password_set_at = None
    user.save()
    client = Client()
    client.force_login(user)
    page = reverse("password-change")
    assert 'name="current"' not in client.get(page).content.decode()
    assert client.post(page, {"password": GOOD, "again": GOOD}).status_code == 302
    assert 'name="current"' in client.get(page).content.decode()


def test_asvs_keeps_no_former_passwords(world: World, settings: Any) -> None:
    settings.PASSWORD_POLICY = "asvs"
    client = Client()
    sign_in(client, "office")
    change(client, "quiet river under stones")
    change(client, "quiet river under bridges", current="quiet river under stones")
    assert OldPassword.objects.count() == 0


def test_an_initial_password_leads_to_its_page_until_it_is_changed(world: World) -> None:
    user = user_of(world, "office")
    user.must_change_password = True
    user.save()
    client = Client()
    sign_in(client, "office")
    for page in ("home", "dossiers", "account-security"):
        assert client.get(reverse(page))["Location"] == reverse("password-change")
    assert client.get(reverse("catalogue")).status_code == 200  # what any visitor reads
    problem = client.get("/api/v1/inventory/dossiers")
    assert (problem.status_code, problem.json()["code"]) == (403, "password_due")
    assert "首次登录" in client.get(reverse("password-change")).content.decode()
    assert change(client, GOOD)["Location"] == "/"
    assert client.get(reverse("dossiers")).status_code == 200


def test_after_ninety_days_it_is_renewed(world: World, settings: Any) -> None:
    user = user_of(world, "office")
    user.password_set_at = clock.now() - timedelta(days=91)
    user.save()
    client = Client()
    sign_in(client, "office")
    assert client.get("/")["Location"] == reverse("password-change")
    settings.PASSWORD_POLICY = "asvs"
    assert client.get("/").status_code == 200
