"""A session from signing in to its end, and the actor behind a request."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
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


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """The living session of the request: begun, not ended, neither idle nor open for too long."""
    key: int = request.session.get(SIGN_IN) or 0
    row = SignIn.objects.select_related("user").filter(pk=key, ended_at=None).first() if key else None
    if row is None or not row.user.is_active:
        return None
    moment = clock.now()
    if moment - row.seen_at > settings.SESSION_IDLE or moment - row.opened_at > settings.SESSION_LONGEST:
        return None
    return row


def actor_for_session(request: HttpRequest, *, channel: str) -> Actor:
    row = sign_in_of(request)
    if row is None:
        return VISITOR
    moment = clock.now()
    is_fresh = moment - row.confirmed_at <= settings.CONFIRMED_FOR
    actor = actor_of(row.user_id, row.membership_id, channel=channel, is_fresh=is_fresh, name=row.user.name)
    if _is_managing(actor) and moment - row.seen_at > settings.SESSION_IDLE_MANAGING:
        return VISITOR
    _mark_seen(row, moment)
    setattr(request, DUE, _due(row, actor))
    return actor


def _mark_seen(row: SignIn, moment: datetime) -> None:
    if moment - row.seen_at > SEEN_STEP:
        SignIn.objects.filter(pk=row.pk).update(seen_at=moment)


def _is_managing(actor: Actor) -> bool:
    return bool(actor.roles & settings.MANAGING_ROLES)


def _due(row: SignIn, actor: Actor) -> str:
    """ "password", "factor", "role" or "": asks the database only where a factor is required and none was given."""
    if row.how in OUR_PASSWORD and renewal_due(row.user):
        return "password"
    if needs_factor(actor) and row.how not in TWO_FACTORS and not has_second_factor(row.user_id):
        return "factor"
    return "role" if actor.must_choose else ""


def needs_factor(actor: Actor) -> bool:
    return settings.SECOND_FACTOR == "required-for-managing-roles" and _is_managing(actor)
