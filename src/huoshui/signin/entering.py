"""The way in: a password, perhaps a second step, a session. What is half done stays on the server, and not for long."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from huoshui.accounts.public import actor_of
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.errors import TooMany
from huoshui.signin import actions, passkeys
from huoshui.signin.codes import has_second_factor, take_code
from huoshui.signin.devices import known_device, remember_device
from huoshui.signin.guesses import CodeGuess, Guess, address_of
from huoshui.signin.notices import tell, tell_once_a_day
from huoshui.signin.passwords import BACKEND, User, is_right
from huoshui.signin.sessions import HOW, SIGN_IN

log = logging.getLogger(__name__)
HALF = "half_signed_in"
SECOND_STEP_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Tried:
    """`user` only if the password was right. `how` is set once nothing more is asked. `is_guarded`: without a code
    the password was not even looked at."""

    user: Any = None
    how: str = ""
    is_guarded: bool = False


def try_password(request: HttpRequest, *, username: str, password: str, code: str = "") -> Tried:
    """The same work for a name that does not exist. Raises TooMany."""
    user = User.objects.filter(username=username, is_active=True).first()
    user_id = user.pk if user else 0
    device = known_device(request, user_id)
    guess = Guess(username, address_of(request), device)
    if guess.take():
        right = is_right(user, password)
        tried = _right(user, "") if right else Tried()
    elif code:
        tried = _with_code(guess, user, password, code)
    else:
        tried = Tried(is_guarded=True)
    if tried.user is None:
        # Who tried whom, without keeping the name: people type passwords into the wrong field.
        log.warning("sign-in refused, name %s, address %s", _digest(username), address_of(request))
        return tried
    guess.was_right()
    if device and guess.is_guarded():
        tell_once_a_day(tried.user.pk, "many_guesses")
    return tried


def _with_code(guess: Guess, user: Any, password: str, code: str) -> Tried:
    guess.take_with_code(password)
    how = take_code(user.pk if user else 0, code)
    right = is_right(user if how else None, password)
    if not right:
        return Tried(is_guarded=True)
    tell(user.pk, "many_guesses")
    return Tried(user, how)


def _right(user: Any, how: str) -> Tried:
    return Tried(user, how or ("" if has_second_factor(user.pk) else "password"))


def begin_second_step(request: HttpRequest, user: Any, *, first: str = "") -> None:
    """`first`: the sign-on elsewhere that was the first step, "" for the password."""
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "at": clock.now().isoformat(), "first": first}


def half_signed_in(request: HttpRequest) -> Any:
    """The person whose password was right a moment ago, or None."""
    half = request.session.get(HALF)
    if half is None or clock.now() - datetime.fromisoformat(half["at"]) > SECOND_STEP_WITHIN:
        return None
    return User.objects.filter(pk=half["user"], is_active=True).first()


def try_code(request: HttpRequest, user: Any, code: str) -> str:
    """How, or "" for a wrong one. Raises TooMany."""
    guess = CodeGuess(user.pk, address_of(request), known_device(request, user.pk))
    try:
        guess.take()
    except TooMany:
        tell_once_a_day(user.pk, "second_step_failed")
        raise
    how = take_code(user.pk, code)
    if how:
        guess.was_right()
    else:
        tell_once_a_day(user.pk, "second_step_failed")
    return how


def try_passkey(request: HttpRequest, answer: str) -> Any:
    """Whose passkey answered what was asked here; None for anything else."""
    user_id = passkeys.take_answer(request, answer)
    return User.objects.filter(pk=user_id, is_active=True).first() if user_id else None


def finish_second_step(request: HttpRequest, user: Any, *, how: str) -> None:
    first = request.session[HALF].get("first", "")
    if first and how == "recovery":
        tell(user.pk, "recovery_used")
    enter(request, user, how=f"{first}-mfa" if first else how)


def enter(request: HttpRequest, user: Any, *, how: str) -> None:
    """Begins the session; `begin_session` below hears of it, as of every other way in."""
    request.session.pop(HALF, None)
    setattr(request, HOW, how)
    if how == "recovery":
        tell(user.pk, "recovery_used")
    login(request, user, backend=BACKEND)


def begin_session(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Every way in ends here, through Django's `login`, which has given the session another key."""
    request.session[SIGN_IN] = actions.open_session(
        actor_entering(user),
        how=getattr(request, HOW, "password"),
        address=address_of(request),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        new_browser=remember_device(request, user),
    )


def actor_entering(user: Any) -> Actor:
    """The person, before there is a session. Without any role the node writes the line in their name."""
    actor = actor_of(user.pk, None, channel="web")
    return replace(operator("web"), user_id=user.pk, name=user.name) if actor.is_visitor else actor


def _digest(username: str) -> str:
    return salted_hmac("huoshui.tried", username.strip().casefold(), algorithm="sha256").hexdigest()[:12]
