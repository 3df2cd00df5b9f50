"""Signing in by OpenID Connect, against a real provider on loopback that can be made to misbehave."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from joserfc.jwk import RSAKey
from tests.world import World

from huoshui.kernel import clock
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.tenancy import scope
from huoshui.signin.models import ExternalIdentity, Notice, SignIn
from huoshui.signin.tests import providers_file
from huoshui.signin.tests.oidc_server import Server, path_of, running
from huoshui.signin.tests.visiting import code, give_codes

User = get_user_model()
Membership = apps.get_model("accounts.Membership")

START, RETURN = "/sso/lake/", "/sso/lake/return/"


@pytest.fixture(scope="module")
def listening() -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # for the mock: it runs without TLS
        with running() as server:
            yield server


@pytest.fixture
def server(listening: Server, settings: Any, tmp_path: Path) -> Server:
    fresh = Server()
    for name in ("claims", "metadata"):
        setattr(listening, name, getattr(fresh, name))
    listening.sign, listening.redirects, listening.pads = listening.signed, False, False
    listening.asked.clear()
    providers_file.write(settings, tmp_path, providers_file.oidc(listening.address))
    return listening


def link(username: str, subject: str = "s-1") -> None:
    ExternalIdentity.objects.create(user=User.objects.get(username=username), provider="lake", subject=subject)


def start(client: Client, path: str = START) -> str:
    answer = client.get(path)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def come(client: Client, server: Server, subject: str = "s-1", *, path: str = START, **claims: Any) -> Any:
    return client.get(path_of(server.agree(start(client, path), subject, **claims)))


def who(client: Client) -> str:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).username if key else ""


def refused(client: Client, answer: Any) -> bool:
    return (answer.status_code, answer["Location"], who(client)) == (302, "/sign-in/", "")


def test_a_linked_person_comes_in_by_the_provider(world: World, server: Server) -> None:
    link("office")
    client = Client()
    answer = come(client, server, path="/sso/lake/?next=/inventory/")
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/inventory/", "office")
    assert SignIn.objects.get(user__username="office").how == "oidc"
    assert ExternalIdentity.objects.get().used_at is not None


@pytest.fixture
def told(listening: Server, server: Server, settings: Any, tmp_path: Path) -> Server:
    """The operator has said what this provider's two factors are called."""
    more = {"two_factor_acr": ["urn:lake:two"], "two_factor_amr": ["otp", "hwk"]}
    providers_file.write(settings, tmp_path, providers_file.oidc(listening.address, **more))
    return server


STRENGTHS: list[tuple[dict[str, Any], str]] = [
    ({}, "oidc"),
    ({"acr": "urn:lake:one", "amr": ["pwd"]}, "oidc"),
    ({"acr": ["urn:lake:two"], "amr": "otp"}, "oidc"),
    ({"acr": 2, "amr": [["otp"], {"otp": 1}]}, "oidc"),
    ({"acr": "urn:lake:two"}, "oidc-mfa"),
    ({"amr": ["pwd", "otp"]}, "oidc-mfa"),
]


@pytest.mark.parametrize(("claims", "how"), STRENGTHS)
def test_two_factors_are_what_the_operator_named_and_anything_else_is_one(
    world: World, told: Server, claims: dict[str, Any], how: str
) -> None:
    link("office")
    told.claims = lambda made: made.update(claims)
    come(Client(), told)
    assert SignIn.objects.get(user__username="office").how == how


def test_what_is_wanted_is_said_to_the_provider(world: World, told: Server) -> None:
    assert parse_qs(urlsplit(start(Client())).query)["acr_values"] == ["urn:lake:two"]


def test_where_nothing_is_named_the_strongest_claim_is_one_factor(world: World, server: Server) -> None:
    link("office")
    server.claims = lambda made: made.update(acr="urn:lake:two", amr=["mfa", "otp", "hwk"])
    come(Client(), server)
    assert SignIn.objects.get(user__username="office").how == "oidc"


def test_one_factor_elsewhere_does_not_pass_by_the_second_one_here(world: World, server: Server) -> None:
    link("office")
    secret, _ = give_codes(world, "office")
    client = Client()
    answer = come(client, server, path="/sso/lake/?next=/inventory/")
    assert (answer["Location"], who(client)) == ("/sign-in/second/?next=%2Finventory%2F", "")
    assert client.post("/sign-in/second/", {"code": "000000"}).status_code == 422
    answer = client.post("/sign-in/second/", {"code": code(secret), "next": "/inventory/"})
    assert (answer["Location"], who(client)) == ("/inventory/", "office")
    assert SignIn.objects.get(user__username="office").how == "oidc-mfa"


def test_a_recovery_code_after_a_sign_on_elsewhere_is_told_to_its_person(world: World, server: Server) -> None:
    link("office")
    _, recovery = give_codes(world, "office")
    client = Client()
    come(client, server)
    client.post("/sign-in/second/", {"code": recovery[0]})
    assert SignIn.objects.get(user__username="office").how == "oidc-mfa"
    assert Notice.objects.filter(user_id=world.users["office"], kind="recovery_used").exists()


def test_two_factors_elsewhere_need_none_here(world: World, told: Server) -> None:
    link("office")
    give_codes(world, "office")
    told.claims = lambda made: made.update(acr="urn:lake:two")
    client = Client()
    come(client, told)
    assert who(client) == "office"


def test_a_managing_role_that_must_have_two_factors_is_asked_for_the_second_one(
    world: World, server: Server, settings: Any
) -> None:
    settings.SECOND_FACTOR = "required-for-managing-roles"
    link("office")
    client = Client()
    come(client, server)
    assert client.get("/inventory/")["Location"] == "/account/security/"


def test_the_request_carries_code_flow_pkce_state_and_nonce(world: World, server: Server) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(start(Client())).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/sso/lake/return/"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 32


def test_two_attempts_share_no_secret(world: World, server: Server) -> None:
    first, second = (parse_qs(urlsplit(start(Client())).query) for _ in range(2))
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize("host", ["elsewhere.example", "//elsewhere.example", "https://elsewhere.example/"])
def test_afterwards_one_is_led_inside_the_node_only(world: World, server: Server, host: str) -> None:
    link("office")
    assert come(Client(), server, path=f"/sso/lake/?{urlencode({'next': host})}")["Location"] == "/"


BENT = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "another-client"},
    "one of several audiences, made for another": {"aud": ["huoshui", "another"], "azp": "another"},
    "several audiences and nobody named": {"aud": ["huoshui", "another"]},
    "another issuer": {"iss": "https://elsewhere.example"},
    "expired": {"exp": 1_000_000_000},
    "no expiry": {"exp": None},
    "an expiry that is no number": {"exp": "never"},
    "issued tomorrow": {"iat": 99_999_999_999},
    "not valid yet": {"nbf": 99_999_999_999},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is no text": {"sub": 7},
}


@pytest.mark.parametrize("bent", BENT.values(), ids=BENT.keys())
def test_a_token_with_a_wrong_claim_opens_nothing(world: World, server: Server, bent: dict[str, Any]) -> None:
    link("office")
    server.claims = lambda claims: claims.update(bent) or [claims.pop(k) for k, v in bent.items() if v is None]
    client = Client()
    assert refused(client, come(client, server))


def test_an_unsigned_token_opens_nothing(world: World, server: Server) -> None:
    link("office")
    server.sign = server.unsigned
    client = Client()
    assert refused(client, come(client, server))


def test_a_token_signed_by_another_key_opens_nothing(world: World, server: Server) -> None:
    link("office")
    another = RSAKey.generate_key(2048)
    server.sign = lambda claims: server.signed(claims, key=another)
    client = Client()
    assert refused(client, come(client, server))


def test_a_token_signed_with_the_public_key_as_shared_secret_opens_nothing(world: World, server: Server) -> None:
    link("office")
    server.sign = server.signed_with_the_public_key
    client = Client()
    assert refused(client, come(client, server))


def test_an_algorithm_the_operator_has_not_named_opens_nothing(world: World, server: Server) -> None:
    link("office")
    server.sign = lambda claims: server.signed(claims, alg="PS256")
    client = Client()
    assert refused(client, come(client, server))


def test_a_wrong_state_opens_nothing(world: World, server: Server) -> None:
    link("office")
    client = Client()
    back = path_of(server.agree(start(client), "s-1"))
    assert refused(client, client.get(back.replace("state=", "state=x")))


def test_a_return_serves_once(world: World, server: Server) -> None:
    link("office")
    client = Client()
    back = path_of(server.agree(start(client), "s-1"))
    client.get(back)
    client.post("/sign-out/")
    assert refused(client, client.get(back))


def test_a_return_stolen_by_another_browser_opens_nothing(world: World, server: Server) -> None:
    link("office")
    back, thief = path_of(server.agree(start(Client()), "s-1")), Client()
    start(thief)
    assert refused(thief, thief.get(back))


def test_a_code_of_another_attempt_fails_at_the_verifier(world: World, server: Server) -> None:
    link("office")
    mine, theirs = Client(), Client()
    stolen = parse_qs(urlsplit(server.agree(start(theirs), "s-1")).query)["code"][0]
    state = parse_qs(urlsplit(start(mine)).query)["state"][0]
    assert refused(mine, mine.get(f"{RETURN}?{urlencode({'code': stolen, 'state': state})}"))


def test_after_ten_minutes_an_attempt_is_over(world: World, server: Server) -> None:
    link("office")
    client = Client()
    back = path_of(server.agree(start(client), "s-1"))
    with clock.clock_at(clock.now() + timedelta(minutes=11)):
        assert refused(client, client.get(back))


def test_an_answer_of_another_issuer_is_not_redeemed(world: World, server: Server) -> None:
    client = Client()
    back = path_of(server.agree(start(client), "s-1"))
    assert refused(client, client.get(f"{back}&iss=https://elsewhere.example"))
    assert "/oauth2/token" not in server.asked


def test_a_refusal_at_the_provider_leads_back_to_the_sign_in_page(world: World, server: Server) -> None:
    client = Client()
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    assert refused(client, client.get(f"{RETURN}?error=access_denied&state={state}"))
    assert "没有通过" in client.get("/sign-in/").content.decode()


def test_nothing_is_asked_of_a_host_that_is_not_configured(world: World, server: Server) -> None:
    link("office")
    server.metadata = lambda told: told.update(token_endpoint="http://127.0.0.1:9/token")
    client = Client()
    assert refused(client, come(client, server))


def test_an_authorization_page_elsewhere_is_not_led_to(world: World, server: Server) -> None:
    server.metadata = lambda told: told.update(authorization_endpoint="https://elsewhere.example/authorize")
    assert start(Client()) == "/sign-in/"


def test_a_discovery_document_of_another_issuer_is_not_believed(world: World, server: Server) -> None:
    server.metadata = lambda told: told.update(issuer="https://elsewhere.example")
    assert start(Client()) == "/sign-in/"


def test_a_redirect_is_not_followed(world: World, server: Server) -> None:
    server.redirects = True
    assert start(Client()) == "/sign-in/"
    assert server.asked == ["/.well-known/openid-configuration"]


def test_an_answer_that_is_too_long_is_not_read(world: World, server: Server) -> None:
    server.pads = True
    assert start(Client()) == "/sign-in/"


def test_a_provider_that_is_down_leads_back_to_the_sign_in_page(world: World, settings: Any, tmp_path: Path) -> None:
    providers_file.write(settings, tmp_path, providers_file.oidc("http://127.0.0.1:9"))
    assert start(Client()) == "/sign-in/"


def test_keys_changed_at_the_provider_are_fetched_again(world: World, server: Server) -> None:
    link("office")
    come(Client(), server)
    server.key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
    client = Client()
    come(client, server)
    assert who(client) == "office"


def test_an_unknown_subject_opens_no_account_and_is_offered_the_link(world: World, server: Server) -> None:
    before, client = User.objects.count(), Client()
    answer = come(client, server, "stranger")
    assert (answer["Location"], who(client)) == ("/sign-in/?next=%2Faccount%2Fidentities%2F", "")
    assert (User.objects.count(), ExternalIdentity.objects.count()) == (before, 0)


def test_after_the_password_the_person_links_it_once(world: World, server: Server) -> None:
    client = Client()
    come(client, server, "s-9")
    client.force_login(User.objects.get(username="office"))
    assert "确认关联" in client.get("/account/identities/").content.decode()
    assert client.post("/account/identities/link/").status_code == 302
    assert ExternalIdentity.objects.get().user.username == "office"
    with scope(world.operator):
        assert LedgerLine.objects.filter(verb="signin.link_identity").count() == 1
    later = Client()
    come(later, server, "s-9")
    assert who(later) == "office"


def test_somebody_of_another_organisation_cannot_link_it(world: World, server: Server) -> None:
    client = Client()
    come(client, server, "s-9")
    client.force_login(User.objects.get(username="hospital"))
    assert client.post("/account/identities/link/").status_code == 422
    assert not ExternalIdentity.objects.exists()


def test_an_identity_belongs_to_one_account(world: World, server: Server) -> None:
    link("secretary", "s-9")
    client = Client()
    client.force_login(User.objects.get(username="office"))
    session = client.session
    session["sso_unlinked"] = {"provider": "lake", "subject": "s-9", "until": 9e9}
    session.save()
    assert client.post("/account/identities/link/").status_code == 409
    assert ExternalIdentity.objects.get().user.username == "secretary"


def test_a_link_is_undone_by_its_person_only(world: World, server: Server) -> None:
    link("office")
    row = ExternalIdentity.objects.get()
    stranger, owner = Client(), Client()
    stranger.force_login(User.objects.get(username="secretary"))
    owner.force_login(User.objects.get(username="office"))
    assert stranger.post(f"/account/identities/{row.pk}/unlink/").status_code == 404
    assert owner.post(f"/account/identities/{row.pk}/unlink/").status_code == 302
    assert not ExternalIdentity.objects.exists()


def test_a_person_who_left_the_organisation_no_longer_comes_in(world: World, server: Server) -> None:
    link("office")
    Membership.objects.filter(user__username="office").update(ended_at=clock.now())
    client = Client()
    assert refused(client, come(client, server))


def test_a_closed_account_no_longer_comes_in(world: World, server: Server) -> None:
    link("office")
    User.objects.filter(username="office").update(is_active=False)
    client = Client()
    assert refused(client, come(client, server))


@pytest.fixture
def by_name(server: Server, settings: Any, tmp_path: Path) -> Server:
    more = {"link_by_username": True, "username_claim": "preferred_username"}
    providers_file.write(settings, tmp_path, providers_file.oidc(server.address, **more))
    return server


def test_the_same_username_links_where_the_operator_allows_it(world: World, by_name: Server) -> None:
    client = Client()
    come(client, by_name, "s-7", preferred_username="office")
    assert who(client) == "office"
    assert ExternalIdentity.objects.get().subject == "s-7"


def test_the_same_username_links_nothing_where_it_is_not_allowed(world: World, server: Server) -> None:
    client = Client()
    come(client, server, "s-7", preferred_username="office")
    assert who(client) == ""


@pytest.mark.parametrize("name", ["hospital", "hunan", "security", "nobody"])
def test_a_username_of_another_organisation_is_never_taken(world: World, by_name: Server, name: str) -> None:
    client = Client()
    come(client, by_name, "s-7", preferred_username=name)
    assert who(client) == ""
    assert not ExternalIdentity.objects.exists()


def test_who_also_works_elsewhere_must_link_with_the_password(world: World, by_name: Server) -> None:
    Membership.objects.create(
        user=User.objects.get(username="office"), organisation_id=world.orgs["hunan_bureau"].id, role="expert"
    )
    client = Client()
    come(client, by_name, "s-7", preferred_username="office")
    assert who(client) == ""


def test_a_username_given_to_somebody_else_at_the_provider_does_not_inherit(world: World, by_name: Server) -> None:
    link("office", "s-old")
    client = Client()
    come(client, by_name, "s-new", preferred_username="office")
    assert who(client) == ""


def stale(client: Client) -> SignIn:
    row = SignIn.objects.latest("id")
    SignIn.objects.filter(pk=row.pk).update(confirmed_at=clock.now() - timedelta(days=1))
    return row


def test_a_person_confirms_by_the_provider_when_it_asks_anew(world: World, server: Server) -> None:
    link("office")
    client = Client()
    come(client, server)
    row = stale(client)
    server.claims = lambda claims: claims.update(auth_time=int(clock.now().timestamp()))
    address = start(client, "/sso/lake/?confirm=1&next=/account/tokens/")
    assert "prompt=login" in address
    assert "max_age=0" in address
    assert client.get(path_of(server.agree(address, "s-1")))["Location"] == "/account/tokens/"
    row.refresh_from_db()
    assert clock.now() - row.confirmed_at < timedelta(minutes=1)


@pytest.mark.parametrize("seconds_ago", [None, 3_600])
def test_without_a_recent_proof_nothing_is_confirmed(world: World, server: Server, seconds_ago: int | None) -> None:
    link("office")
    client = Client()
    come(client, server)
    row = stale(client)
    at = seconds_ago and int(clock.now().timestamp()) - seconds_ago
    server.claims = lambda claims: claims.update(auth_time=at)
    come(client, server, path="/sso/lake/?confirm=1")
    row.refresh_from_db()
    assert clock.now() - row.confirmed_at > timedelta(hours=1)


def test_nobody_confirms_for_somebody_else(world: World, server: Server) -> None:
    link("office")
    link("secretary", "s-2")
    client = Client()
    come(client, server)
    row = stale(client)
    server.claims = lambda claims: claims.update(auth_time=int(clock.now().timestamp()))
    come(client, server, "s-2", path="/sso/lake/?confirm=1")
    row.refresh_from_db()
    assert who(client) == "office"
    assert clock.now() - row.confirmed_at > timedelta(hours=1)


def test_claims_missing_from_the_token_are_asked_of_userinfo(world: World, by_name: Server) -> None:
    by_name.claims = lambda claims: claims.pop("preferred_username", None)
    client = Client()
    come(client, by_name, "s-7", preferred_username="office")
    assert who(client) == "office"
    assert "/userinfo" in by_name.asked


def test_an_unknown_provider_leads_back_to_the_sign_in_page(world: World, server: Server) -> None:
    assert start(Client(), "/sso/nobody/") == "/sign-in/"
    assert start(Client(), "/sso/nobody/return/?code=1&state=1") == "/sign-in/"


def test_secrets_of_the_exchange_stay_out_of_the_log(world: World, server: Server, caplog: Any) -> None:
    server.sign = server.unsigned
    client = Client()
    back = path_of(server.agree(start(client), "s-1"))
    client.get(back)
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert "sign-in by lake failed" in caplog.text
    assert code not in caplog.text
