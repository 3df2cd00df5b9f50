"""A session from signing in to its end, and the actor behind a request."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huoshui.accounts.public import actor_of
from huoshui.kernel import clock
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.signin.models import SignIn

SIGN_IN = "sign_in_id"
HOW = "signed_in_how"  # put on the request before `login()`
SEEN_STEP = timedelta(minutes=1)


def begin_session(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    """Every way in ends here, through Django's `login`."""
    moment = clock.now()
    row = SignIn.objects.create(
        user=user,
        how=getattr(request, HOW, "password"),
        address=request.META.get("REMOTE_ADDR", "") or "",
        agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        opened_at=moment,
        seen_at=moment,
        confirmed_at=moment,
    )
    request.session[SIGN_IN] = row.pk


def remember_membership(sender: Any, request: HttpRequest, membership_id: int, **_: Any) -> None:
    SignIn.objects.filter(pk=request.session.get(SIGN_IN)).update(membership_id=membership_id)


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """The living session of the request: begun, not ended, neither idle nor open for too long."""
    key: int = request.session.get(SIGN_IN) or 0
    row = SignIn.objects.select_related("user").filter(pk=key, ended_at=None).first() if key else None
    if row is None or not row.user.is_active:
        return None
    moment = clock.now()
    if moment - row.seen_at > settings.SESSION_IDLE or moment - row.opened_at > settings.SESSION_LONGEST:
        return None
    if moment - row.seen_at > SEEN_STEP:
        SignIn.objects.filter(pk=row.pk).update(seen_at=moment)
    return row


def actor_for_session(request: HttpRequest, *, channel: str) -> Actor:
    row = sign_in_of(request)
    if row is None:
        return VISITOR
    is_fresh = clock.now() - row.confirmed_at <= settings.CONFIRMED_FOR
    return actor_of(row.user_id, row.membership_id, channel=channel, is_fresh=is_fresh)
