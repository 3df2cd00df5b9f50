"""Guessing passwords: what is tried at all, who is kept out, and who never is. The campaign A1 in small.

`make campaign-signin` runs it with 10,000 guesses and the real hash.
"""

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client
from tests.world import PASSWORD, World

from huoshui.kernel import clock
from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope
from huoshui.signin import guesses, passwords
from huoshui.signin.models import Device, Notice
from huoshui.signin.tests.visiting import (
    User,
    code,
    forget_last_code,
    give_codes,
    is_signed_in,
    sign_in,
    stranger,
    text,
    user_of,
    without_session,
)

GUESSES = int(os.environ.get("HUOSHUI_GUESSES", "600"))
ADDRESSES = 1_000


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were looked at, of whoever it was."""
    seen: list[str] = []

    def look(user: Any, password: str) -> bool:
        seen.append(password)
        return passwords.is_right(user, password)

    monkeypatch.setattr("huoshui.signin.entering.is_right", look)
    return seen


@pytest.fixture
def all_at_once() -> Iterator[None]:
    """What is spent grows back with time; of guesses made in one moment none does, however long the test takes."""
    with clock.clock_at(clock.now()):
        yield


def address(serial: int) -> str:
    return f"10.{serial // 250 % 250}.{serial % 250}.7"


def test_a_thousand_addresses_guess_one_account_in_vain_and_its_owner_gets_in(world: World, tried: list[str]) -> None:
    home = Client()
    sign_in(home, "office")
    secret, _ = give_codes(world, "office")
    statuses: Counter[int] = Counter()
    with clock.clock_at(clock.now()):
        for serial in range(GUESSES):
            # After the budget even the right password is among them.
            password = PASSWORD if serial >= 100 and serial % 50 == 0 else f"guess-{serial}"
            statuses[sign_in(stranger(), "office", password, address=address(serial % ADDRESSES)).status_code] += 1
    assert set(statuses) == {422, 429}
    assert len(tried) - 1 <= guesses.ACCOUNT.amount
    with_code = Client()
    answer = sign_in(with_code, "office", code=code(secret), address="10.99.99.99")
    assert answer.status_code == 302
    assert is_signed_in(with_code)
    forget_last_code(world, "office")
    again = without_session(home)
    assert sign_in(again, "office", address=address(3)).status_code == 302
    assert again.post("/sign-in/second/", {"code": code(secret)}).status_code == 302
    assert is_signed_in(again)
    assert Notice.objects.filter(user_id=world.users["office"], kind="many_guesses").exists()


def test_one_address_guesses_ten_thousand_accounts_in_vain(world: World, tried: list[str], all_at_once: None) -> None:
    known = list(world.users)
    statuses: Counter[int] = Counter()
    for serial in range(GUESSES):
        name = known[serial % len(known)] if serial % 100 == 0 else f"name-{serial}"
        password = PASSWORD if serial > guesses.ADDRESS.amount + 100 else "Spring-2026"
        statuses[sign_in(stranger(), name, password, address="10.1.1.1").status_code] += 1
    assert set(statuses) == {422, 429}
    assert len(tried) <= guesses.ADDRESS.amount
    assert sign_in(stranger(), "office", address="10.1.1.2").status_code == 302


def test_known_and_unknown_names_are_refused_alike_all_the_way(world: World) -> None:
    """Status, headers and text, from the first guess to the guarded account."""
    for wrong in ("office", "nobody"):
        assert User.objects.filter(username=wrong).exists() is (wrong == "office")
    seen = {
        name: [
            _seen(sign_in(stranger(), name, f"guess {serial}", address=address(serial // 6)), name)
            for serial in range(60)
        ]
        for name in ("office", "nobody")
    }
    for known, unknown in zip(seen["office"], seen["nobody"], strict=True):
        assert known[:2] == unknown[:2]
        assert known[2].splitlines() == unknown[2].splitlines()
    assert {status for status, _, _ in seen["office"]} == {422, 429}


def _seen(answer: Any, name: str) -> tuple[int, tuple[tuple[str, str], ...], str]:
    headers = tuple(sorted((k, v) for k, v in answer.headers.items() if k not in ("Content-Length", "Expires")))
    return answer.status_code, headers, text(answer).replace(name, "")


def test_the_sixth_guess_from_one_address_is_not_looked_at(world: World, tried: list[str]) -> None:
    for _ in range(5):
        assert sign_in(stranger(), "office", "wrong").status_code == 422
    answer = sign_in(stranger(), "office", PASSWORD)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 180
    assert "约 3 分钟后" in answer.content.decode()
    assert "重置链接" in answer.content.decode()
    assert tried == ["wrong"] * 5
    assert sign_in(stranger(), "OFFICE ", "wrong").status_code == 429  # written otherwise it is the same name
    with clock.clock_at(clock.now() + timedelta(minutes=4)):
        assert sign_in(stranger(), "office").status_code == 302


def test_a_right_password_gives_the_guesses_back(world: World) -> None:
    for _ in range(3):
        for _ in range(4):
            sign_in(stranger(), "office", "wrong")
        assert sign_in(stranger(), "office").status_code == 302


def test_a_right_password_of_ones_own_does_not_pay_for_guesses_at_others(world: World, tried: list[str]) -> None:
    """Nor does it open the account of somebody else that is guarded."""
    for serial in range(guesses.ACCOUNT.amount + 20):
        sign_in(stranger(), "office", "wrong", address=address(serial))
        sign_in(stranger(), "inventor", address=address(serial))
    assert tried.count("wrong") <= guesses.ACCOUNT.amount + 1
    assert sign_in(stranger(), "office", address="10.9.9.9").status_code == 429


def test_a_neighbour_behind_the_same_address_does_not_keep_the_owners_browser_out(world: World) -> None:
    owner = Client()
    sign_in(owner, "office")
    owner = without_session(owner)
    for _ in range(20):
        sign_in(stranger(), "office", "wrong")
    assert sign_in(stranger(), "office").status_code == 429
    assert sign_in(owner, "office").status_code == 302


def test_a_known_browser_may_guess_five_times_too(world: World, tried: list[str]) -> None:
    thief = Client()
    sign_in(thief, "office")
    thief = without_session(thief)
    for serial in range(8):
        sign_in(thief, "office", "wrong", address=address(serial))
    assert tried.count("wrong") == 5


def test_the_cookie_of_a_browser_is_signed_closed_to_scripts_and_worth_nothing_for_others(world: World) -> None:
    client = Client()
    sign_in(client, "office")
    cookie = client.cookies["huoshui_device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Device.objects.filter(user_id=world.users["office"]).count() == 1
    for value in ("", "x", cookie.value + "x", cookie.value.split(":")[0]):
        forged = Client()
        forged.cookies["huoshui_device"] = value
        for _ in range(6):
            answer = sign_in(forged, "office", "wrong", address="10.5.5.5")
        assert answer.status_code == 429
    for _ in range(6):
        answer = sign_in(client, "inventor", "wrong", address="10.5.5.6")
    assert answer.status_code == 429


def test_with_https_the_cookie_belongs_to_this_host_alone(world: World, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    sign_in(client, "office")
    cookie = client.cookies["__Host-huoshui_device"]
    assert (bool(cookie["secure"]), cookie["path"], cookie["domain"]) == (True, "/", "")


def test_two_people_share_a_browser_and_both_are_known(world: World) -> None:
    shared = Client()
    for name in ("office", "inventor", "office"):
        sign_in(shared, name)
    assert Device.objects.filter(user_id__in=[world.users["office"], world.users["inventor"]]).count() == 2
    assert not Notice.objects.filter(kind="new_browser").exists()


def guard(name: str) -> None:
    for serial in range(guesses.ACCOUNT.amount + 2):
        sign_in(stranger(), name, "wrong", address=address(serial))


def test_a_guarded_account_asks_for_a_code_with_the_password(world: World) -> None:
    _, recovery = give_codes(world, "office")
    guard("office")
    client = Client()
    asked = sign_in(client, "office", address="10.7.7.7")
    assert asked.status_code == 429
    assert 'name="code"' in asked.content.decode()
    wrong = sign_in(client, "office", address="10.7.7.7", code="000000")
    assert (wrong.status_code, "验证码不正确" in wrong.content.decode()) == (429, True)
    assert sign_in(client, "office", "wrong", address="10.7.7.7", code=recovery[0]).status_code == 429
    assert sign_in(client, "office", address="10.7.7.7", code=recovery[1]).status_code == 302


def test_of_one_password_few_codes_may_be_tried_and_others_do_not_use_them_up(world: World) -> None:
    secret, _ = give_codes(world, "office")
    guard("office")
    for serial in range(40):
        sign_in(stranger(), "office", f"guess-{serial % 2}", code="123456", address=address(200 + serial))
    blocked = sign_in(stranger(), "office", "guess-0", code="123456", address=address(300))
    assert "尝试次数过多" in blocked.content.decode()
    assert sign_in(stranger(), "office", code=code(secret), address=address(301)).status_code == 302


def test_fifty_at_once_are_five(django_db_setup: None, django_db_blocker: Any, tried: list[str]) -> None:
    """Fifty threads, each with a connection of its own, and a name that exists."""
    name = "guessed-at-once"
    with django_db_blocker.unblock():
        user = User.objects.create(username=name, name="甲", password=make_password(PASSWORD))
        try:
            with ThreadPoolExecutor(50) as pool:
                statuses = Counter(pool.map(_guess_alone, [name] * 50))
        finally:
            with scope(operator("cli")):
                user.delete()
            guesses.forgive(name)
            connections.close_all()
    assert statuses == {422: 5, 429: 45}
    assert len(tried) == 5


def _guess_alone(name: str) -> int:
    try:
        return int(sign_in(Client(), name, "wrong", address="10.8.8.8").status_code)
    finally:
        connections.close_all()


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_an_ipv6_subscriber_is_one_address(rf: Any, raw: str, kept: str) -> None:
    assert guesses.address_of(rf.get("/", REMOTE_ADDR=raw)) == kept


@pytest.fixture
def quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level("WARNING", logger="huoshui.signin.entering"):
        yield caplog


def test_the_log_holds_no_name_that_was_tried(world: World, quiet_log: pytest.LogCaptureFixture) -> None:
    sign_in(stranger(), "my-password-in-the-wrong-field", "wrong")
    assert "sign-in refused" in quiet_log.text
    assert "my-password" not in quiet_log.text
    assert user_of(world, "office").username not in quiet_log.text
