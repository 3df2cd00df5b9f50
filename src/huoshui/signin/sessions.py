"""A session from signing in to its end, and the actor behind a request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from huoshui.accounts.public import actor_of
from huoshui.kernel import clock
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.signin.codes import has_second_factor
from huoshui.signin.models import SignIn
from huoshui.signin.passwords import renewal_due

SIGN_IN = "sign_in_id"
HOW = "signed_in_how"  # put on the request before `login()`
DUE = "sign_in_due"  # on the request: what must be done before anything else
SEEN_STEP = timedelta(minutes=1)
# A single sign-on is one factor, unless its provider said that there were two or a code was given here as well.
TWO_FACTORS = frozenset({"otp", "passkey", "recovery", "oidc-mfa", "cas-mfa"})
OUR_PASSWORD = frozenset({"password", "otp", "recovery", "link"})


def remember_membership(sender: Any, request: HttpRequest, membership_id: int, **_: Any) -> None:
    SignIn.objects.filter(pk=request.session.get(SIGN_IN) or 0).update(membership_id=membership_id)


@dataclass(frozen=True, slots=True)
class Session:
    """What every request asks of its row of `SignIn` and of the person."""

    id: int
    user_id: int
    membership_id: int | None
    how: str
    opened_at: datetime
    seen_at: datetime
    confirmed_at: datetime
    name: str
    demonstration: bool
    password_set_at: datetime | None
    must_change_password: bool


# By hand: with the models it takes a millisecond, which every request of everybody pays.
_LIVING = """
    SELECT s.id, s.user_id, s.membership_id, s.how, s.opened_at, s.seen_at, s.confirmed_at,
           u.name, u.demonstration, u.password_set_at, u.must_change_password
    FROM signin_signin s JOIN accounts_user u ON u.id = s.user_id
    WHERE s.id = %s AND s.ended_at IS NULL AND u.is_active
"""


def session_of(request: HttpRequest) -> Session | None:
    """The living session of the request: begun, not ended, neither idle nor open for too long."""
    key: int = request.session.get(SIGN_IN) or 0
    if not key:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_LIVING, [key])
        row = cursor.fetchone()
    if row is None:
        return None
    session, moment = Session(*row), clock.now()
    if moment - session.seen_at > settings.SESSION_IDLE or moment - session.opened_at > settings.SESSION_LONGEST:
        return None
    return session


def actor_for_session(request: HttpRequest, *, channel: str) -> Actor:
    row = session_of(request)
    if row is None:
        return VISITOR
    moment = clock.now()
    is_fresh = moment - row.confirmed_at <= settings.CONFIRMED_FOR
    actor = actor_of(row.user_id, row.membership_id, channel=channel, is_fresh=is_fresh, name=row.name)
    if _is_managing(actor) and moment - row.seen_at > settings.SESSION_IDLE_MANAGING:
        return VISITOR
    _mark_seen(row, moment)
    setattr(request, DUE, _due(row, actor))
    return actor


def _mark_seen(row: Session, moment: datetime) -> None:
    if moment - row.seen_at > SEEN_STEP:
        SignIn.objects.filter(pk=row.id).update(seen_at=moment)


def _is_managing(actor: Actor) -> bool:
    return bool(actor.roles & settings.MANAGING_ROLES)


def _due(row: Session, actor: Actor) -> str:
    """ "password", "factor", "role" or "": asks the database only where a factor is required and none was given."""
    if row.how in OUR_PASSWORD and renewal_due(row):
        return "password"
    if needs_factor(actor) and row.how not in TWO_FACTORS and not has_second_factor(row.user_id):
        return "factor"
    return "role" if actor.must_choose else ""


def needs_factor(actor: Actor) -> bool:
    return settings.SECOND_FACTOR == "required-for-managing-roles" and _is_managing(actor)
