"""An enterprise proved by a provincial identity service, for the room that registers enterprises.

How another room uses it, through `huoshui.signin.public`:

    identity_services()             -> the services of this node as (id, label); empty: offer other ways
    start_identity(id, then=path)   -> the address of a link; the person proves the enterprise there, comes back to
                                       this node, and is led on to `then`, a path of this node
    verified_enterprise(request)    -> VerifiedEnterprise or None: what was proved in this browser's session
    forget_verified_enterprise(request)   call it in the request that has used the proof: it serves once

A proof holds for thirty minutes and never outlives the session. The code of the enterprise has a right check
character; the name is as the service states it. The person who came back is not signed in by it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid
from huoshui.signin.providers import Provider, provider, providers_for
from huoshui_core.standards import Unclean
from huoshui_core.standards.identifiers.credit_code import credit_code

PURPOSE = "enterprise_identity"
KEY = "verified_enterprise"
HOLDS_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class VerifiedEnterprise:
    """`subject` names the person at the service (provider id, colon, their subject): never a name or number."""

    uscc: str
    name: str
    person_name: str
    subject: str


class IdentityService(Protocol):
    """What a provincial service has to be able to do, whatever its protocol."""

    def verified_enterprise(self, claims: Mapping[str, Any]) -> VerifiedEnterprise:
        """Raises Invalid where the claims prove no enterprise."""


@dataclass(frozen=True, slots=True)
class ClaimsService:
    """An OpenID provider whose signed claims name the enterprise; which claims, the operator states."""

    provider: Provider

    def verified_enterprise(self, claims: Mapping[str, Any]) -> VerifiedEnterprise:
        try:
            uscc = credit_code(self._text(claims, "uscc"))
        except Unclean as fault:
            raise Invalid("身份核验服务没有给出有效的统一社会信用代码") from fault
        name, subject = self._text(claims, "name"), str(claims.get(self.provider.subject, ""))
        if not name or not subject:
            raise Invalid("身份核验服务没有给出企业名称")
        return VerifiedEnterprise(uscc, name, self._text(claims, "person_name"), f"{self.provider.id}:{subject}")

    def _text(self, claims: Mapping[str, Any], fact: str) -> str:
        """A claim may lie deeper: `organisation.uscc`."""
        value: Any = claims
        for part in self.provider.claims.get(fact, "").split("."):  # type: ignore[call-overload]
            value = value.get(part) if isinstance(value, Mapping) else None
        return value.strip()[:200] if isinstance(value, str) else ""


def identity_services() -> list[tuple[str, str]]:
    """Id and label of each service the operator has configured."""
    return [(one.id, one.label) for one in providers_for(PURPOSE)]


def start_identity(service_id: str, *, then: str) -> str:
    """The address of the link that starts it. Raises Invalid for a service this node has not."""
    found = provider(service_id)
    if found is None or found.purpose != PURPOSE:
        raise Invalid("本节点没有这个身份核验服务", service=service_id)
    return f"{reverse('sso-start', args=[found.id])}?{urlencode({'next': then})}"


def keep_verified_enterprise(request: HttpRequest, found: VerifiedEnterprise) -> None:
    request.session[KEY] = asdict(found) | {"until": clock.now().timestamp() + HOLDS_SECONDS}


def verified_enterprise(request: HttpRequest) -> VerifiedEnterprise | None:
    kept = dict(request.session.get(KEY) or {})
    if kept.pop("until", 0) < clock.now().timestamp():
        return None
    return VerifiedEnterprise(**kept)


def forget_verified_enterprise(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
