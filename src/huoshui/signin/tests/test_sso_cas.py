"""Signing in by CAS 3.0, against a real CAS server in a process of its own, and answers no server should give."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.contrib.auth import get_user_model
from django.test import Client
from tests.world import World

from huoshui.signin import cas
from huoshui.signin.models import ExternalIdentity, SignIn
from huoshui.signin.sso_http import ProviderFault
from huoshui.signin.tests import cas_server, providers_file
from huoshui.signin.tests.oidc_server import path_of

User = get_user_model()

HERE = "http://localhost/sso/lake/return/"
ELSEWHERE = "http://localhost/elsewhere/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: Any) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("cas")
    argv = [sys.executable, cas_server.__file__, str(port), str(folder), "^http://localhost/"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def provider(server: str, world: World, settings: Any, tmp_path: Path) -> str:
    more = {"link_by_username": True, "username_claim": "user"}
    providers_file.write(settings, tmp_path, providers_file.cas(server, **more))
    return server


def ticket(server: str, *, service: str = HERE) -> str:
    """The person's part in the browser: signs in at the CAS server and is sent back with a ticket."""
    with requests.Session() as browser:
        page = browser.get(f"{server}/login", params={"service": service}, timeout=10)
        token = re.search(r"csrfmiddlewaretoken\W+value=\W([\w]+)", page.text)
        said = {"username": cas_server.USERNAME, "password": cas_server.PASSWORD, "service": service}
        said |= {"csrfmiddlewaretoken": token.group(1)} if token else {}
        answer = browser.post(page.url, data=said, allow_redirects=False, timeout=10)
    return parse_qs(urlsplit(answer.headers["Location"]).query)["ticket"][0]


def started(path: str = "/sso/lake/") -> Client:
    client = Client()
    assert client.get(path).status_code == 302
    return client


def who(client: Client) -> str:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).username if key else ""


def test_the_button_leads_to_the_server_with_the_fixed_address(provider: str) -> None:
    answer = Client().get("/sso/lake/")
    assert answer["Location"] == f"{provider}/login?service=http%3A%2F%2Flocalhost%2Fsso%2Flake%2Freturn%2F"


def test_a_person_comes_in_with_a_ticket(provider: str) -> None:
    client = started("/sso/lake/?next=/inventory/")
    answer = client.get("/sso/lake/return/", {"ticket": ticket(provider)})
    assert (answer["Location"], who(client)) == ("/inventory/", "office")
    assert SignIn.objects.get(user__username="office").how == "cas"
    assert ExternalIdentity.objects.get().subject == "office"


def test_what_the_operator_named_in_an_attribute_is_two_factors(
    world: World, server: str, settings: Any, tmp_path: Path
) -> None:
    """The server of these tests says no class of authentication: another attribute of its stands for one."""
    named = {"acr_claim": "username", "two_factor_acr": ["office"]}
    providers_file.write(
        settings, tmp_path, providers_file.cas(server, link_by_username=True, username_claim="user", **named)
    )
    started().get("/sso/lake/return/", {"ticket": ticket(server)})
    assert SignIn.objects.get(user__username="office").how == "cas-mfa"


def test_a_ticket_serves_once(provider: str) -> None:
    used = ticket(provider)
    started().get("/sso/lake/return/", {"ticket": used})
    thief = started()
    thief.get("/sso/lake/return/", {"ticket": used})
    assert who(thief) == ""


def test_a_forged_ticket_opens_nothing(provider: str) -> None:
    client = started()
    assert client.get("/sso/lake/return/", {"ticket": "ST-1700000000-forged0000000000"})["Location"] == "/sign-in/"
    assert who(client) == ""


def test_a_ticket_of_another_service_opens_nothing(provider: str) -> None:
    client = started()
    client.get("/sso/lake/return/", {"ticket": ticket(provider, service=ELSEWHERE)})
    assert who(client) == ""


def test_a_ticket_nobody_in_this_browser_asked_for_is_not_even_validated(provider: str) -> None:
    fresh, client = ticket(provider), Client()
    client.get("/sso/lake/return/", {"ticket": fresh})
    assert who(client) == ""
    later = started()
    later.get("/sso/lake/return/", {"ticket": fresh})
    assert who(later) == "office"  # it was not used up


@pytest.mark.parametrize("told", ["", "PGT-1-abc", "ST-" + "x" * 300])
def test_what_is_no_service_ticket_is_not_sent_on(provider: str, told: str) -> None:
    client = started()
    assert client.get("/sso/lake/return/", {"ticket": told})["Location"] == "/sign-in/"
    assert who(client) == ""


def test_to_confirm_the_server_must_ask_anew(provider: str) -> None:
    client = started()
    client.get("/sso/lake/return/", {"ticket": ticket(provider)})
    row = SignIn.objects.latest("id")
    answer = client.get("/sso/lake/?confirm=1&next=/account/tokens/")
    assert answer["Location"].endswith("&renew=true")
    back = client.get("/sso/lake/return/", {"ticket": ticket(provider)})
    confirmed_at = row.confirmed_at
    row.refresh_from_db()
    assert path_of(back["Location"]) == "/account/tokens/"
    assert row.confirmed_at > confirmed_at


SUCCESS = (
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>'
    "<cas:user>{user}</cas:user><cas:attributes><cas:employeeNumber>10001</cas:employeeNumber>"
    "<cas:mail>a@lake.example</cas:mail><cas:mail>b@lake.example</cas:mail></cas:attributes>{more}"
    "</cas:authenticationSuccess></cas:serviceResponse>"
)


def test_user_and_the_first_of_each_attribute_are_read() -> None:
    name, attributes = cas.read_answer(SUCCESS.format(user=" office\n", more="").encode())
    assert name == "office"
    assert attributes == {"employeeNumber": "10001", "mail": "a@lake.example"}


FAILURE = (
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationFailure code="INVALID_TICKET"/>'
)
ENTITY = SUCCESS.format(user="&who;", more="")
WRONG = {
    "failure": f"{FAILURE}</cas:serviceResponse>",
    "failure before success": SUCCESS.format(user="office", more="").replace(
        "<cas:authenticationSuccess>", '<cas:authenticationFailure code="X"/><cas:authenticationSuccess>'
    ),
    "no user": SUCCESS.format(user="", more=""),
    "two users": SUCCESS.format(user="office</cas:user><cas:user>admin", more=""),
    "a comment inside the name": SUCCESS.format(user="office<!-- -->.elsewhere", more=""),
    "through a proxy": SUCCESS.format(
        user="office", more="<cas:proxies><cas:proxy>https://p/</cas:proxy></cas:proxies>"
    ),
    "success of another namespace": SUCCESS.format(user="office", more="").replace("yale.edu", "elsewhere.example"),
    "success deeper down": f"<x>{SUCCESS.format(user='office', more='')}</x>",
    "an entity": '<!DOCTYPE x [<!ENTITY who "office">]>' + ENTITY,
    "an outside entity": '<!DOCTYPE x [<!ENTITY who SYSTEM "file:///etc/hostname">]>' + ENTITY,
    "an outside document type": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
    + SUCCESS.format(user="office", more=""),
    "a bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + SUCCESS.format(user="&b;", more=""),
    "plain text of version 1": "yes\noffice\n",
    "nothing": "",
    "half": SUCCESS[:120],
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_any_other_answer_is_a_refusal(body: str) -> None:
    with pytest.raises(ProviderFault):
        cas.read_answer(body.encode())
