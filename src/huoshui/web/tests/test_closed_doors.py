"""What a node does not answer: forged posts, odd methods, plain HTTP to programs, files that are not its pages."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from tests.permissions.routes import API
from tests.world import World

from huoshui.web.doors import server_error
from huoshui.web.tests.test_headers import paths, settings_under, signed_in

User = get_user_model()
NOT_SERVED = [
    "/.git/config",
    "/.env",
    "/secrets.json",
    "/uploads/",
    "/admin/",
    "/api/v1/docs",
    "/static/",
    "/static/huoshui/",
    "/static/.git/config",
    "/static/../secrets.json",
    "/static/%2e%2e/secrets.json",
    "/static/huoshui/../../secrets.json",
]


@pytest.fixture
def forged() -> Client:
    """A page elsewhere that posts with the cookies of somebody signed in here."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(User.objects.get(username="office"))
    return client


def test_no_page_takes_a_forged_post(world: World, forged: Client) -> None:
    taken = [path for path in paths() if forged.post(path).status_code != 403]
    assert not taken


def test_no_operation_takes_a_forged_write(world: World, forged: Client) -> None:
    writes = [name.split(" ") for name in API if not name.startswith("GET ")]
    assert writes
    for method, path in writes:
        address = "/api/v1" + re.sub(r"{[^}]+}", "1", path)
        answer = forged.generic(method, address, "{}", content_type="application/json")
        assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_odd_methods_are_refused_everywhere(world: World, method: str) -> None:
    for path in ("/", "/sign-in/", "/healthz", "/patents/", "/api/v1/patents/", "/static/huoshui/mark.svg"):
        answer = signed_in().generic(method, path, headers={"x-told": "secret-of-the-request"})
        assert answer.status_code == 405, path
        assert b"secret-of-the-request" not in answer.content


def test_programs_are_refused_on_plain_http_and_not_led_on(world: World, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/api/v1/patents/", headers={"authorization": "Bearer hs_x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "https_only")
    assert "Location" not in answer.headers
    assert Client().get("/api/v1/patents/", secure=True).status_code == 401


def test_signing_out_clears_what_the_browser_kept_and_not_that_it_is_known(world: World) -> None:
    answer = signed_in().post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.parametrize("path", NOT_SERVED)
def test_no_file_no_folder_and_no_console_is_served(world: World, path: str) -> None:
    for client in (Client(), signed_in()):
        assert client.get(path).status_code == 404


def test_a_fault_shows_a_reference_and_nothing_else(world: World, caplog: pytest.LogCaptureFixture) -> None:
    request: HttpRequest = RequestFactory().get("/patents/")
    answer = server_error(request)
    found = re.search(r"[0-9a-f]{8}", answer.content.decode())
    assert answer.status_code == 500
    assert found
    assert found[0] in caplog.text
    assert b"Traceback" not in answer.content


def test_a_node_shows_no_faults_unless_told_to() -> None:
    assert settings_under(HUOSHUI_DEBUG="", HUOSHUI_HTTPS="")["DEBUG"] is False
