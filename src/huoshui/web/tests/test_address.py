"""From where a request comes: only the word of a trusted proxy counts."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from huoshui.web.address import ClientAddress, budget_key, networks


def seen(settings: Any, trusted: list[str], **meta: str) -> HttpRequest:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/")
    request.META |= meta
    ClientAddress(lambda one: HttpResponse())(request)
    return request


CASES = {
    "no proxy": ([], "203.0.113.7", "", "203.0.113.7"),
    "a header of a stranger": ([], "203.0.113.7", "198.51.100.1", "203.0.113.7"),
    "a stranger while others are trusted": (["10.0.0.0/8"], "203.0.113.7", "198.51.100.1", "203.0.113.7"),
    "one proxy": (["10.0.0.1"], "10.0.0.1", "203.0.113.7", "203.0.113.7"),
    "a proxy and what the client made up": (["10.0.0.1"], "10.0.0.1", "127.0.0.1, 1.2.3.4, 203.0.113.7", "203.0.113.7"),
    "two proxies": (["10.0.0.0/8"], "10.0.0.1", "1.2.3.4, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
    "only proxies": (["10.0.0.0/8"], "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
    "a proxy that tells nothing": (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
    "rubbish": (["10.0.0.1"], "10.0.0.1", "203.0.113.7, unknown", "10.0.0.1"),
    "IPv6": (["::1"], "::1", "[2001:db8::7]", "2001:db8::7"),
    "IPv4 written as IPv6": (["10.0.0.1"], "::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
    "a socket without an address": ([], "", "203.0.113.7", ""),
}


@pytest.mark.parametrize(("trusted", "nearest", "forwarded", "wanted"), CASES.values(), ids=CASES.keys())
def test_the_client_is_the_first_that_is_not_ours(
    settings: Any, trusted: list[str], nearest: str, forwarded: str, wanted: str
) -> None:
    meta = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = seen(settings, trusted, REMOTE_ADDR=nearest, **meta)
    assert request.client_address == wanted  # type: ignore[attr-defined]


def test_a_stranger_does_not_say_that_the_way_was_closed(settings: Any) -> None:
    told = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "elsewhere.example"}
    stranger = seen(settings, ["10.0.0.1"], REMOTE_ADDR="203.0.113.7", **told)
    proxy = seen(settings, ["10.0.0.1"], REMOTE_ADDR="10.0.0.1", **told)
    assert not stranger.is_secure()
    assert "HTTP_X_FORWARDED_HOST" not in stranger.META
    assert proxy.is_secure()


@given(st.text(max_size=80))
def test_no_header_brings_it_down(text: str) -> None:
    middleware = ClientAddress(lambda one: HttpResponse())
    middleware.trusted = networks(["127.0.0.1"])
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=text)
    middleware(request)
    assert request.client_address  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", ["proxy.example", "10.0.0.0/33", "10.0.0.1;10.0.0.2"])
def test_a_misspelt_proxy_stops_the_start(wrong: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUOSHUI_TRUSTED_PROXIES"):
        networks([wrong])


def test_a_household_of_ipv6_has_one_budget() -> None:
    assert budget_key("2001:db8:1:2::7") == budget_key("2001:db8:1:2:ffff::1") != budget_key("2001:db8:1:3::7")
    assert budget_key("203.0.113.7") == "203.0.113.7"
