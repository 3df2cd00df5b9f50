"""One attempt to come in by a provider, from the button to the return; it lies in the session of the browser that
began it, serves once and for ten minutes."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest

from huoshui.kernel import clock

KEY = "sso_attempts"
HOLDS_SECONDS = 600
AT_ONCE = 4  # tabs; an older attempt gives way


@dataclass(frozen=True, slots=True)
class Attempt:
    """`then`: where to lead afterwards. `confirms`: a signed-in person shows once more who they are."""

    provider: str
    then: str = "/"
    confirms: bool = False
    state: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))  # RFC 7636
    at: float = field(default_factory=lambda: clock.now().timestamp())


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom a provider says this is. `username` is the configured claim, "" where it was not given."""

    provider: str
    subject: str
    username: str
    claims: Mapping[str, Any]


def keep(request: HttpRequest, attempt: Attempt) -> None:
    request.session[KEY] = [*(request.session.get(KEY) or []), asdict(attempt)][-AT_ONCE:]


def take(request: HttpRequest, provider_id: str, *, state: str | None) -> Attempt | None:
    """Removes it, so that a return serves once. Without a state (CAS has none) the latest of this provider."""
    kept = [Attempt(**one) for one in request.session.get(KEY) or []]
    fitting = [one for one in kept if one.provider == provider_id and (state is None or _same(one.state, state))]
    if not fitting:
        return None
    found = fitting[-1]
    request.session[KEY] = [asdict(one) for one in kept if one is not found]
    return found if clock.now().timestamp() - found.at <= HOLDS_SECONDS else None


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())
