"""What the tests of signing in do again and again, as a browser does it."""

from datetime import timedelta
from typing import Any

import pyotp
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.world import PASSWORD, World

from huoshui.accounts.public import actor_of
from huoshui.kernel.actor import Actor
from huoshui.signin import actions
from huoshui.signin.models import OneTimeCode

SIGN_IN = "/sign-in/"
User = get_user_model()
STRANGER = Client()


def sign_in(client: Client, username: str, password: str = PASSWORD, *, address: str = "", **more: str) -> Any:
    form = {"username": username, "password": password, **more}
    return client.post(SIGN_IN, form, REMOTE_ADDR=address or "127.0.0.1")


def is_signed_in(client: Client) -> bool:
    return bool(client.get(reverse("account-security")).status_code == 200)


def stranger() -> Client:
    """A browser nobody has seen. One object for all of them: making one loads every middleware again."""
    STRANGER.cookies.clear()
    return STRANGER


def without_session(client: Client) -> Client:
    """The same browser on another day: what it keeps is the cookie it is known by."""
    later = Client()
    for name, morsel in client.cookies.items():
        if name != settings.SESSION_COOKIE_NAME:
            later.cookies[name] = morsel.value
    return later


def forget_last_code(world: World, name: str) -> None:
    """As if half a minute had passed: the code shown now counts again."""
    OneTimeCode.objects.filter(user_id=world.users[name]).update(last_step=0)


def user_of(world: World, name: str) -> Any:
    return User.objects.get(pk=world.users[name])


def person(world: World, name: str) -> Actor:
    return actor_of(world.users[name], None, channel="web")


def give_codes(world: World, name: str) -> tuple[str, list[str]]:
    """Switches one-time codes on, as of a minute ago; answers the secret and the recovery codes."""
    actor = person(world, name)
    actions.begin_one_time_code(actor)
    secret = OneTimeCode.objects.get(user_id=actor.user_id).secret
    recovery = actions.confirm_one_time_code(actor, code=pyotp.TOTP(secret).now())
    forget_last_code(world, name)
    return secret, recovery


def code(secret: str, *, later: timedelta = timedelta()) -> str:
    return pyotp.TOTP(secret).at(timezone.now() + later)


def text(answer: Any) -> str:
    """A page without what differs from browser to browser and from minute to minute."""
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line and "打印于" not in line)
