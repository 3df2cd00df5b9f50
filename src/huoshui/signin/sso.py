"""Coming in by a provider: from the button to the account. An unknown identity never opens an account."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from huoshui.accounts.public import actor_of, memberships_of
from huoshui.display.parts import Link
from huoshui.kernel import clock
from huoshui.orgs import public as orgs
from huoshui.signin import cas, oidc, sso_attempts, sso_links
from huoshui.signin.models import ExternalIdentity
from huoshui.signin.providers import Provider, all_providers, provider, providers_for
from huoshui.signin.sso_attempts import Attempt, Identified
from huoshui.signin.sso_http import ProviderFault

PROTOCOLS = {"oidc": oidc, "cas": cas}
SIDES = ("department", "institution", "enterprise", "agency", "bank", "insurer", "investor", "association")


def sign_in_choices(*, then: str = "") -> list[Link]:
    """A button each for the sign-in page."""
    return [Link(one.label, _start(one.id, {"next": then} if then else {})) for one in providers_for("sign_in")]


def ways_to_confirm(user_id: int, *, then: str) -> list[Link]:
    """Where a person without a password shows once more who they are: with the providers their account is linked to."""
    linked = set(ExternalIdentity.objects.filter(user_id=user_id).values_list("provider", flat=True))
    known = [one for one in providers_for("sign_in") if one.id in linked]
    return [Link(one.label, _start(one.id, {"confirm": "1", "next": then})) for one in known]


def begin(request: HttpRequest, found: Provider, *, then: str, confirms: bool) -> str:
    """The provider's address to lead to; the attempt stays in this browser's session. Raises ProviderFault."""
    attempt = Attempt(found.id, then=inside(then), confirms=confirms)
    address: str = PROTOCOLS[found.kind].start_address(found, attempt, comes_back_to=return_address(found))
    sso_attempts.keep(request, attempt)
    return address


def finish(request: HttpRequest, found: Provider) -> tuple[Attempt, Identified]:
    """Raises ProviderFault; the attempt is used up either way."""
    state = request.GET.get("state", "") if found.kind == "oidc" else None
    attempt = sso_attempts.take(request, found.id, state=state)
    if attempt is None:
        raise ProviderFault("nobody in this browser asked for it, or too long ago")
    answer = request.GET.dict()
    comes_back_to = return_address(found)
    return attempt, PROTOCOLS[found.kind].identify(found, attempt, answer, comes_back_to=comes_back_to)


def account_of(identified: Identified) -> Any | None:
    """The user it is linked to, or whom the name links; None: the person must link it. Raises ProviderFault."""
    found = provider(identified.provider)
    known = ExternalIdentity.objects.select_related("user")
    row = known.filter(provider=identified.provider, subject=identified.subject).first()
    if found is None:
        return None
    if row is None:
        return _account_of_the_same_name(found, identified)
    if not row.user.is_active or not speaks_for(found, row.user_id):
        raise ProviderFault("the account has left the organisations of this provider")
    ExternalIdentity.objects.filter(pk=row.pk).update(used_at=clock.now())
    return row.user


def _account_of_the_same_name(found: Provider, identified: Identified) -> Any | None:
    """Only of a person all whose roles lie in the provider's organisations: it could act in each of them."""
    if not (found.link_by_username and identified.username):
        return None
    user = get_user_model().objects.filter(username=identified.username, is_active=True).first()
    if user is None or not speaks_for(found, user.pk, wholly=True):
        return None
    if ExternalIdentity.objects.filter(provider=found.id, user_id=user.pk).exists():
        return None  # the name went to somebody else at the provider
    actor = actor_of(user.pk, None, channel="web")
    sso_links.link_identity(actor, provider_id=found.id, subject=identified.subject, by_name=True)
    return user


def how_of(found: Provider, identified: Identified) -> str:
    """`oidc` or `cas`, one factor; with `-mfa` where the provider says what the operator's file takes for two."""
    context, methods = identified.claims.get(found.acr_claim), identified.claims.get("amr")
    told = {one for one in (methods if isinstance(methods, list) else []) if isinstance(one, str)}
    is_two = (isinstance(context, str) and context in found.two_factor_acr) or told & set(found.two_factor_amr)
    return f"{found.kind}-mfa" if is_two else found.kind


def speaks_for(found: Provider, user_id: int, *, wholly: bool = False) -> bool:
    """Whether the person holds a role, or holds all of them, in the organisations of the provider or their parts."""
    names = list(found.organisations)
    own = {key for side in SIDES for key in orgs.ids_by_name(side, names).values()}
    held = [bool({one.organisation.id, one.organisation.parent_id} & own) for one in memberships_of(user_id)]
    return bool(held) and (all(held) if wholly else any(held))


def return_address(found: Provider) -> str:
    """Fixed by the operator's file: a request's host never decides where codes and tickets go."""
    return all_providers().address + reverse("sso-return", args=[found.id])


def inside(then: str) -> str:
    """A path of this node, or the first page."""
    return then if then.startswith("/") and url_has_allowed_host_and_scheme(then, allowed_hosts=None) else "/"


def labels(ids: Iterable[str]) -> dict[str, str]:
    return {one: found.label if (found := provider(one)) else one for one in ids}


def _start(provider_id: str, query: dict[str, str]) -> str:
    return reverse("sso-start", args=[provider_id]) + (f"?{urlencode(query)}" if query else "")
