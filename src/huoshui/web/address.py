"""From where a request comes: the only place that reads what proxies say, and believes only those named."""

import ipaddress
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TOLD_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP")


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Raises ImproperlyConfigured for what is neither an address nor a network."""
    try:
        return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())
    except ValueError as fault:
        raise ImproperlyConfigured(f"HUOSHUI_TRUSTED_PROXIES 有误：{fault}") from fault


class ClientAddress:
    """Puts `client_address` on the request; forwarded headers of anybody but a trusted proxy are dropped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.trusted = networks(settings.TRUSTED_PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nearest = _address(request.META.get("REMOTE_ADDR", ""))
        if nearest is None or not self._trusts(nearest):
            for name in TOLD_BY_PROXIES:
                request.META.pop(name, None)
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        found = self._client(nearest, forwarded)
        request.client_address = "" if found is None else str(found)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _client(self, nearest: Address | None, forwarded: str) -> Address | None:
        """From the right: every proxy appends whom it saw. The first that is not one of ours is the client."""
        found = nearest
        for text in reversed(forwarded.split(",") if forwarded else []):
            if found is None or not self._trusts(found):
                break
            before = _address(text)
            if before is None:
                break
            found = before
        return found

    def _trusts(self, address: Address) -> bool:
        return any(address.version == network.version and address in network for network in self.trusted)


def budget_key(address: str) -> str:
    """One household of IPv6 has a whole /64 to itself."""
    found = _address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text.strip().removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found
