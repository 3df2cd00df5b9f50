"""An enterprise proved by an identity service: what counts as a proof, and how long."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid
from huoshui.signin import public as signin
from huoshui.signin.enterprise_identity import ClaimsService
from huoshui.signin.models import ExternalIdentity
from huoshui.signin.providers import Provider
from huoshui.signin.tests import providers_file
from huoshui.signin.tests.oidc_server import Server, path_of, running

CLAIMS = {"uscc": "enterprise.uscc", "name": "enterprise.name", "person_name": "name"}
ENTERPRISE = {"enterprise": {"uscc": "91110000600037341L", "name": "南湖试验电池有限公司"}, "name": "周一"}
SERVICE = {
    "id": "province",
    "label": "湖南省统一身份认证",
    "purpose": "enterprise_identity",
    "organisations": [],
    "claims": CLAIMS,
}


@pytest.fixture
def server(world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # for the mock: it runs without TLS
    with running() as server:
        providers_file.write(settings, tmp_path, providers_file.oidc(server.address, **SERVICE))
        yield server


def proved(client: Client) -> signin.VerifiedEnterprise | None:
    request = RequestFactory().get("/")
    request.session = client.session
    return signin.verified_enterprise(request)


def come(client: Client, server: Server, **claims: Any) -> Any:
    address = client.get(signin.start_identity("province", then="/register/"))["Location"]
    return client.get(path_of(server.agree(address, "p-1", **claims)))


def test_the_way_there_and_back_leaves_the_proof_in_the_session(server: Server) -> None:
    client = Client()
    assert come(client, server, **ENTERPRISE)["Location"] == "/register/"
    wanted = signin.VerifiedEnterprise("91110000600037341L", "南湖试验电池有限公司", "周一", "province:p-1")
    assert proved(client) == wanted


def test_nobody_is_signed_in_and_nothing_is_linked_by_it(server: Server) -> None:
    client = Client()
    come(client, server, **ENTERPRISE)
    assert "_auth_user_id" not in client.session
    assert not ExternalIdentity.objects.exists()


def test_the_service_has_no_button_on_the_sign_in_page(server: Server) -> None:
    assert signin.identity_services() == [("province", "湖南省统一身份认证")]
    assert signin.sign_in_choices() == []


def test_claims_without_a_valid_code_prove_nothing_and_say_so(server: Server) -> None:
    client = Client()
    come(client, server, enterprise={"uscc": "91110000600037341X", "name": "某公司"})
    assert proved(client) is None
    assert "统一社会信用代码" in client.get("/sign-in/").content.decode()


def test_a_proof_holds_for_half_an_hour(server: Server) -> None:
    client = Client()
    come(client, server, **ENTERPRISE)
    with clock.clock_at(clock.now() + timedelta(minutes=31)):
        assert proved(client) is None


def test_a_used_proof_is_forgotten(server: Server) -> None:
    client, request = Client(), RequestFactory().get("/")
    come(client, server, **ENTERPRISE)
    request.session = client.session
    signin.forget_verified_enterprise(request)
    assert signin.verified_enterprise(request) is None


def test_a_service_this_node_has_not_is_refused(server: Server) -> None:
    with pytest.raises(Invalid):
        signin.start_identity("elsewhere", then="/")


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"sub": "p", "enterprise": "91110000600037341L"},
        {"sub": "p", "enterprise": {"uscc": 91110000600037341, "name": "某公司"}},
        {"sub": "p", "enterprise": {"uscc": "91110000600037341L", "name": " "}},
        {"enterprise": {"uscc": "91110000600037341L", "name": "某公司"}},
    ],
)
def test_half_a_proof_is_none(claims: dict[str, Any]) -> None:
    entry = providers_file.oidc("https://id.hunan.example", **SERVICE)
    with pytest.raises(Invalid):
        ClaimsService(Provider.model_validate(entry)).verified_enterprise(claims)
