"""One-time codes and recovery codes: switched on, asked for at the second step, each worth one sign-in."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from tests.world import PASSWORD, World

from huoshui.accounts.public import memberships_of
from huoshui.kernel import clock
from huoshui.kernel.actor import operator
from huoshui.kernel.errors import WrongState
from huoshui.kernel.tenancy import scope
from huoshui.signin import actions, codes
from huoshui.signin.models import Notice, OneTimeCode, RecoveryCode, SignIn
from huoshui.signin.tests.visiting import (
    User,
    code,
    forget_last_code,
    give_codes,
    is_signed_in,
    person,
    sign_in,
    without_session,
)

SECOND = "/sign-in/second/"


@pytest.fixture
def client() -> Client:
    return Client()


def second(client: Client, typed: str, **more: Any) -> Any:
    return client.post(SECOND, {"code": typed}, **more)


def test_codes_are_switched_on_by_scanning_a_picture_and_typing_one(world: World, client: Client) -> None:
    sign_in(client, "office")
    assert client.post(reverse("one-time-code"))["Location"] == reverse("one-time-code")
    page = client.get(reverse("one-time-code")).content.decode()
    assert 'src="data:image/svg+xml' in page
    secret = re.search(r"密钥：<code>([A-Z2-7 ]+)</code>", page)
    assert secret
    plain = secret[1].replace(" ", "")
    assert client.post(reverse("one-time-code"), {"code": "000000"}).status_code == 422
    shown = client.post(reverse("one-time-code"), {"code": pyotp.TOTP(plain).now()})
    assert len(re.findall(r"<li><code>[a-z2-9-]{14}</code>", shown.content.decode())) == codes.RECOVERY_CODES
    assert client.get(reverse("one-time-code")).status_code == 302, "the secret is never shown again"
    assert plain not in client.get(reverse("account-security")).content.decode()
    with pytest.raises(WrongState):
        actions.begin_one_time_code(person(world, "office"))


def test_the_secret_lies_enciphered_in_the_table(world: World) -> None:
    secret, _ = give_codes(world, "office")
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM signin_onetimecode WHERE user_id = %s", [world.users["office"]])
        assert cursor.fetchone()[0].startswith("a")
        cursor.execute("SELECT count(*) FROM signin_onetimecode WHERE secret LIKE %s", [f"%{secret}%"])
        assert cursor.fetchone() == (0,)


def test_after_the_password_a_code_is_asked_for(world: World, client: Client) -> None:
    secret, _ = give_codes(world, "office")
    answer = sign_in(client, "office", next="/inventory/")
    assert answer["Location"] == f"{SECOND}?next=%2Finventory%2F"
    assert not is_signed_in(client)
    assert second(client, "000000").status_code == 422
    assert not is_signed_in(client)
    answer = client.post(f"{SECOND}?next=/inventory/", {"code": code(secret)})
    assert answer["Location"] == "/inventory/"
    assert is_signed_in(client)
    assert SignIn.objects.filter(user_id=world.users["office"]).latest("id").how == "otp"


def test_a_code_counts_once(world: World) -> None:
    secret, _ = give_codes(world, "office")
    typed = code(secret)
    first, again = Client(), Client()
    for client in (first, again):
        sign_in(client, "office")
    assert second(first, typed).status_code == 302
    assert second(again, typed).status_code == 422
    assert second(again, code(secret, later=timedelta(seconds=-30))).status_code == 422, "nor an earlier one"
    assert not is_signed_in(again)


def test_a_code_typed_twenty_times_at_once_counts_once(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        user = User.objects.create(username="codes-at-once", name="甲", password=make_password(PASSWORD))
        secret = codes.new_secret()
        OneTimeCode.objects.create(user=user, secret=secret, confirmed_at=clock.now())
        try:
            with ThreadPoolExecutor(20) as pool:
                taken = list(pool.map(_take_alone, [(user.pk, code(secret))] * 20))
        finally:
            with scope(operator("cli")):
                user.delete()
            connections.close_all()
    assert sorted(taken) == [""] * 19 + ["otp"]


def _take_alone(given: tuple[int, str]) -> str:
    try:
        return codes.take_code(*given)
    finally:
        connections.close_all()


@pytest.mark.parametrize(("seconds", "counts"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_phones_clock_may_be_one_step_off(seconds: int, counts: bool) -> None:
    secret, moment = "JBSWY3DPEHPK3PXP" * 2, datetime.fromisoformat("2026-11-20T08:00:10+08:00")
    typed = pyotp.TOTP(secret).at(moment + timedelta(seconds=seconds))
    assert (codes.matching_step(secret, typed, moment) is not None) is counts


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "一二三四五六", "१२३४५६", "\x00", "a" * 20, "------"])
def test_odd_codes_are_wrong_codes(world: World, client: Client, typed: str) -> None:
    give_codes(world, "office")
    sign_in(client, "office")
    assert second(client, typed).status_code == 422


def test_a_recovery_code_counts_once_and_its_person_hears_of_it(world: World) -> None:
    _, recovery = give_codes(world, "office")
    first, again = Client(), Client()
    sign_in(first, "office")
    assert second(first, recovery[0].upper().replace("-", " ")).status_code == 302
    sign_in(again, "office")
    assert second(again, recovery[0]).status_code == 422
    assert second(again, recovery[1]).status_code == 302
    assert RecoveryCode.objects.filter(user_id=world.users["office"], used_at=None).count() == 8
    assert Notice.objects.filter(user_id=world.users["office"], kind="recovery_used").count() == 2


def test_new_recovery_codes_make_the_old_ones_worthless_and_are_not_kept(world: World, client: Client) -> None:
    secret, old = give_codes(world, "office")
    sign_in(client, "office")
    second(client, code(secret))
    shown = client.post(reverse("recovery-codes")).content.decode()
    new = re.findall(r"<code>([a-z2-9-]{14})</code>", shown)
    assert len(set(new)) == 10
    assert not any(one.replace("-", "") in str(list(RecoveryCode.objects.values())) for one in new)
    assert codes.take_code(world.users["office"], old[3]) == ""
    assert codes.take_code(world.users["inventor"], new[0]) == "", "another person's"
    assert codes.take_code(world.users["office"], new[0]) == "recovery"


def test_recovery_codes_without_a_second_factor_are_refused(world: World, client: Client) -> None:
    sign_in(client, "office")
    assert client.post(reverse("recovery-codes")).status_code == 409


def test_a_right_password_does_not_open_endless_guesses_at_the_code(world: World) -> None:
    secret, _ = give_codes(world, "office")
    statuses = []
    for serial in range(30):
        client = Client()
        sign_in(client, "office", address=f"10.3.{serial}.1")
        statuses.append(second(client, "000000", REMOTE_ADDR=f"10.3.{serial}.1").status_code)
    assert statuses == [422] * 20 + [429] * 10
    client = Client()
    sign_in(client, "office", address="10.3.200.1")
    assert second(client, code(secret), REMOTE_ADDR="10.3.200.1").status_code == 429
    assert Notice.objects.filter(user_id=world.users["office"], kind="second_step_failed").count() == 1


def test_somebody_who_knows_the_password_does_not_keep_the_owners_browser_out(world: World) -> None:
    owner = Client()
    sign_in(owner, "office")
    secret, _ = give_codes(world, "office")
    for serial in range(30):
        thief = Client()
        sign_in(thief, "office", address=f"10.3.{serial}.1")
        second(thief, "000000", REMOTE_ADDR=f"10.3.{serial}.1")
    owner = without_session(owner)
    sign_in(owner, "office")
    assert second(owner, code(secret)).status_code == 302


def test_the_second_step_waits_five_minutes_and_belongs_to_one_browser(world: World, client: Client) -> None:
    secret, _ = give_codes(world, "office")
    assert client.get(SECOND)["Location"] == "/sign-in/"
    assert second(client, code(secret))["Location"] == "/sign-in/"
    sign_in(client, "office")
    later = clock.now() + timedelta(minutes=6)
    with clock.clock_at(later):
        assert second(client, code(secret, later=timedelta(minutes=6)))["Location"] == "/sign-in/"
    assert second(Client(), code(secret))["Location"] == "/sign-in/"
    User.objects.filter(username="office").update(is_active=False)
    assert second(client, code(secret))["Location"] == "/sign-in/"


def test_the_key_of_the_session_changes_at_both_steps(world: World, client: Client, settings: Any) -> None:
    secret, _ = give_codes(world, "office")
    client.post(reverse("passkey-options"))
    keys = [client.cookies[settings.SESSION_COOKIE_NAME].value]
    sign_in(client, "office")
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    second(client, code(secret))
    keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert len(set(keys)) == 3


def test_codes_are_switched_off_with_a_confirmed_identity_only(world: World, client: Client) -> None:
    secret, _ = give_codes(world, "office")
    sign_in(client, "office")
    second(client, code(secret))
    SignIn.objects.update(confirmed_at=clock.now() - timedelta(hours=1))
    assert client.post(reverse("one-time-code-remove")).status_code == 403
    assert OneTimeCode.objects.count() == 1
    forget_last_code(world, "office")
    client.post(reverse("confirm"), {"code": code(secret)})
    assert client.post(reverse("one-time-code-remove")).status_code == 302
    assert OneTimeCode.objects.count() == 0
    assert client.post(reverse("one-time-code-remove")).status_code == 404


def test_a_managing_role_must_have_a_second_factor_where_the_node_says_so(
    world: World, client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR = "required-for-managing-roles"
    inventor = Client()
    sign_in(inventor, "inventor")
    assert inventor.get("/").status_code == 200
    sign_in(client, "office")
    for page in ("home", "dossiers", "password-change"):
        assert client.get(reverse(page))["Location"] == reverse("account-security")
    problem = client.get("/api/v1/inventory/dossiers")
    assert (problem.status_code, problem.json()["code"]) == (403, "factor_due")
    assert "您的角色须有第二因子" in client.get(reverse("account-security")).content.decode()
    client.post(reverse("one-time-code"))
    secret = OneTimeCode.objects.get(user_id=world.users["office"]).secret
    client.post(reverse("one-time-code"), {"code": code(secret)})
    assert client.get(reverse("dossiers")).status_code == 200
    assert client.post(reverse("one-time-code-remove")).status_code == 409, "the last one stays"
    assert memberships_of(world.users["office"])[0].role == "office"
