"""Who comes in: the person of a session, or a program with a token. Nobody is both."""

from django.http import HttpRequest

from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import Refusal
from huoshui.signin.public import actor_for_session, actor_for_token
from huoshui.web.budgets import charge_wrong_token

API = "/api/"


class TokenRefused(Refusal):
    code, status = "token_refused", 401


def actor_for_request(request: HttpRequest) -> Actor:
    """Raises TokenRefused for a token that doesn't hold, and TooMany for an address that keeps trying.

    Outside the API a token is not looked at; inside, one that is given decides alone.
    """
    request.by_token = False  # type: ignore[attr-defined]
    if not request.path.startswith(API):
        return actor_for_session(request, channel="web")
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer":
        return actor_for_session(request, channel="api")
    actor = actor_for_token(token.strip())
    if actor is None:
        request.actor = VISITOR  # type: ignore[attr-defined]
        charge_wrong_token(request)
        raise TokenRefused("令牌无效、已过期或已撤销")
    request.by_token = True  # type: ignore[attr-defined]
    return actor
