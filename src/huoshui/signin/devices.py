"""Browsers a person has signed in from, known again by a cookie (OWASP: device cookies)."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from huoshui.kernel import clock
from huoshui.signin.models import Device

KEPT_FOR = timedelta(days=180)
PEOPLE = 5  # who share one browser
TO_SET = "device_tokens_to_set"
_signer = signing.Signer(salt="huoshui.device")


def cookie_name() -> str:
    """With https the browser itself makes sure that no neighbour of the domain planted it."""
    return "__Host-huoshui_device" if settings.SESSION_COOKIE_SECURE else "huoshui_device"


def known_device(request: HttpRequest, user_id: int) -> str:
    """The digest under which this browser is known as that person's, or empty. Asks alike for nobody (0)."""
    digests = [_digest(one) for one in _tokens(request)]
    if not digests:
        return ""
    living = Device.objects.filter(user_id=user_id, digest__in=digests, ended_at=None)
    row = living.filter(last_at__gt=clock.now() - KEPT_FOR).values_list("digest", flat=True).first()
    return row or ""


def remember_device(request: HttpRequest, user: Any) -> bool:
    """At a sign-in. Answers whether the browser is new for a person who has others."""
    if digest := known_device(request, user.pk):
        Device.objects.filter(digest=digest).update(last_at=clock.now())
        setattr(request, TO_SET, _tokens(request))  # the cookie lives on
        return False
    is_first = not Device.objects.filter(user=user).exists()
    token = secrets.token_urlsafe(32)
    agent = request.META.get("HTTP_USER_AGENT", "")[:200]
    Device.objects.create(user=user, digest=_digest(token), agent=agent, last_at=clock.now())
    setattr(request, TO_SET, [token, *_tokens(request)][:PEOPLE])
    return not is_first


def forget_devices(user_id: int) -> None:
    Device.objects.filter(user_id=user_id, ended_at=None).update(ended_at=clock.now())


def set_device_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """At the end of the request that signed somebody in."""
    tokens = getattr(request, TO_SET, None)
    if tokens:
        response.set_cookie(
            cookie_name(),
            _signer.sign(".".join(tokens)),
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _tokens(request: HttpRequest) -> list[str]:
    try:
        return _signer.unsign(request.COOKIES.get(cookie_name(), "")).split(".")[:PEOPLE]
    except signing.BadSignature:
        return []


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
