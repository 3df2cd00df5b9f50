"""What every answer carries: headers on every page of the URL table, flags on every cookie."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from tests.permissions.routes import page_names
from tests.world import PASSWORD, World

from huoshui.web.headers import CONTENT_SECURITY_POLICY, FILE_POLICY, FIXED, SecurityHeaders

User = get_user_model()

HTTPS = {
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "HTTPS": True,
}


def signed_in(username: str = "office") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=username))
    return client


def paths() -> Iterator[str]:
    """Every page; one that takes an argument with a value that leads nowhere: refusals carry the headers too."""
    for name in page_names():
        for arguments in ([], [1], ["nowhere"], [1, 1], ["nowhere", 1], [1, "nowhere"], ["nowhere", "nowhere"]):
            try:
                yield reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            break
        else:
            raise AssertionError(f"{name} takes arguments this test does not know")


def test_every_page_carries_every_header(world: World) -> None:
    visitor, office = Client(raise_request_exception=False), signed_in()
    for path in [*paths(), "/no-such-page/", "/api/v1/patents/", "/api/v1/openapi.json", "/api/v1/nothing"]:
        for client in (visitor, office):
            answer = client.get(path)
            assert answer.headers["Content-Security-Policy"] in (CONTENT_SECURITY_POLICY, FILE_POLICY), path
            assert {name: answer.headers.get(name) for name in FIXED} == FIXED, path


def test_nothing_of_somebody_signed_in_is_kept(world: World) -> None:
    office = signed_in()
    for path in [*paths(), "/api/v1/patents/"]:
        if path not in ("/healthz", "/sign-in/"):
            assert "no-store" in office.get(path).headers.get("Cache-Control", ""), path
            office = signed_in() if "_auth_user_id" not in office.session else office


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    rules = dict(one.strip().split(" ", 1) for one in CONTENT_SECURITY_POLICY.split(";"))
    assert rules["script-src"] == rules["style-src"] == rules["default-src"] == "'self'"
    assert (rules["object-src"], rules["base-uri"], rules["frame-ancestors"]) == ("'none'",) * 3
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def answered(response: HttpResponse | StreamingHttpResponse, path: str = "/x/") -> HttpResponse:
    request: HttpRequest = RequestFactory().get(path)
    return SecurityHeaders(lambda one: response)(request)  # type: ignore[return-value]


HOSTILE = [
    "image/svg+xml",
    "text/xml",
    "application/pdf",
    "text/javascript",
    "text/plain",
    "application/xhtml+xml",
    "IMAGE/SVG+XML ; x",
]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_is_saved_not_shown_even_if_the_view_forgot(kind: str) -> None:
    answer = answered(HttpResponse(b"<script>alert(1)</script>", content_type=kind))
    assert answer["Content-Disposition"] == "attachment"
    assert answer["Content-Security-Policy"] == FILE_POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_page_sent_as_a_file_gets_the_sandbox() -> None:
    answer = answered(
        HttpResponse(
            "<p>", headers={"Content-Disposition": 'attachment; filename="a.html"', "Content-Security-Policy": ""}
        )
    )
    assert answer["Content-Disposition"] == 'attachment; filename="a.html"'
    assert answer["Content-Security-Policy"].startswith("sandbox;")


def test_static_files_are_shown() -> None:
    answer = answered(HttpResponse(b"<svg/>", content_type="image/svg+xml"), "/static/huoshui/mark.svg")
    assert "Content-Disposition" not in answer
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_an_export_is_a_sandboxed_file(world: World) -> None:
    answer = signed_in().get("/patents/?export=csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == FILE_POLICY


def cookies_of(client: Client, **more: Any) -> Iterator[Any]:
    """Every cookie that a walk through all pages, a sign-in, a message and a sign-out sets."""
    for path in paths():
        yield from client.get(path, **more).cookies.values()
    said = {"username": "office", "password": PASSWORD}
    yield from client.post("/sign-in/", said, **more).cookies.values()
    for path in paths():
        yield from client.get(path, **more).cookies.values()
    yield from client.post("/account/tokens/", {"name": "x"}, **more).cookies.values()
    yield from client.post("/sign-out/", **more).cookies.values()


def test_no_cookie_lacks_its_flags(world: World) -> None:
    found = list(cookies_of(Client(raise_request_exception=False)))
    assert {one.key for one in found} >= {"huoshui_session", "huoshui_csrf"}
    for one in found:
        assert one["httponly"] or one["max-age"] == 0, one
        assert one["samesite"] in ("Lax", "Strict"), one
        assert (one["path"], one["domain"]) == ("/", ""), one


def test_over_https_every_cookie_is_secure_and_of_this_host_alone(world: World, settings: Any) -> None:
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    found = list(cookies_of(Client(raise_request_exception=False), secure=True))
    assert {one.key for one in found} >= {"__Host-session", "__Host-csrf"}
    for one in found:
        assert one.key.startswith("__Host-"), one
        assert one["secure"], one
        assert one["samesite"] in ("Lax", "Strict"), one
        assert (one["path"], one["domain"]) == ("/", ""), one


def test_plain_http_is_led_to_https_and_told_to_stay_there(world: World, settings: Any) -> None:
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    led = Client().get("/catalogue/?q=x")
    assert (led.status_code, led["Location"]) == (301, "https://testserver/catalogue/?q=x")
    behind_proxy = Client().get("/catalogue/", headers={"x-forwarded-proto": "https"})
    assert behind_proxy.status_code == 200
    assert behind_proxy["Strict-Transport-Security"] == "max-age=31536000"
    stranger = Client().get("/catalogue/", headers={"x-forwarded-proto": "https"}, REMOTE_ADDR="203.0.113.7")
    assert stranger.status_code == 301
    assert Client().get("/healthz").status_code == 200


def settings_under(**environment: str) -> dict[str, Any]:
    names = [
        *HTTPS,
        "DEBUG",
        "ALLOWED_HOSTS",
        "TRUSTED_PROXIES",
        "SECURE_PROXY_SSL_HEADER",
        "DATA_UPLOAD_MAX_NUMBER_FIELDS",
    ]
    shown = f"{{name: getattr(settings, name) for name in {names!r}}}"
    code = f"import json; from huoshui.web import settings; print(json.dumps({shown}))"
    told = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return dict(json.loads(told.stdout))


def test_the_environment_turns_https_on() -> None:
    told = settings_under(
        HUOSHUI_HTTPS="1", HUOSHUI_HOSTS="huoshui.example", HUOSHUI_TRUSTED_PROXIES="10.0.0.1,10.1.0.0/16"
    )
    assert {name: told[name] for name in HTTPS} == HTTPS
    assert told["ALLOWED_HOSTS"] == ["huoshui.example", "127.0.0.1"]
    assert told["TRUSTED_PROXIES"] == ["10.0.0.1", "10.1.0.0/16"]
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_without_it_the_node_speaks_plain_http_on_its_own_machine() -> None:
    told = settings_under(HUOSHUI_HTTPS="", HUOSHUI_HOSTS="localhost", HUOSHUI_TRUSTED_PROXIES="")
    assert not told["SECURE_SSL_REDIRECT"]
    assert told["SECURE_HSTS_SECONDS"] == 0
    assert told["TRUSTED_PROXIES"] == []


@pytest.mark.parametrize("host", ["elsewhere.example", "huoshui.example.elsewhere.example", "huoshui.example@x", ""])
def test_a_host_the_node_does_not_know_is_refused(world: World, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["huoshui.example", "127.0.0.1"]
    assert Client().get("/catalogue/", HTTP_HOST=host).status_code == 400
    assert Client().get("/catalogue/", HTTP_HOST="huoshui.example").status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(world: World, settings: Any) -> None:
    settings.LARGEST_REQUEST = 1_000
    for length in ("1001", "99999999999999999999", "-1", "1e3"):
        page = Client().post("/sign-in/", CONTENT_LENGTH=length)
        program = Client().post("/api/v1/patents/", CONTENT_LENGTH=length)
        assert (page.status_code, program.status_code) == (413, 413), length
        assert program["Content-Type"] == "application/problem+json"


def test_too_many_fields_are_refused(world: World, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
    said = {f"f{number}": "x" for number in range(30)}
    assert signed_in().post("/account/tokens/", said).status_code == 400
