"""OpenID Connect: authorization code with PKCE, state and nonce; the id_token is believed only when all of it holds."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from django.core.cache import cache
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from huoshui.kernel import clock
from huoshui.signin.providers import Provider, origin_of
from huoshui.signin.sso_attempts import Attempt, Identified
from huoshui.signin.sso_http import ProviderFault, ask_json

REMEMBERED_SECONDS = 600
LEEWAY_SECONDS = 60
CONFIRMED_SECONDS = 300  # how long ago the person may have shown who they are, where that is asked for
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def start_address(provider: Provider, attempt: Attempt, *, comes_back_to: str) -> str:
    known = _metadata(provider)
    if origin_of(known["authorization_endpoint"]) not in provider.origins:
        raise ProviderFault("the authorization endpoint is not on a configured host")
    again = {"prompt": "login", "max_age": "0"} if attempt.confirms else {}
    if provider.two_factor_acr:
        again["acr_values"] = " ".join(provider.two_factor_acr)  # a wish: what was done is read from the answer
    address: str = prepare_grant_uri(
        known["authorization_endpoint"],
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=comes_back_to,
        scope=provider.scope,
        state=attempt.state,
        nonce=attempt.nonce,
        code_challenge=create_s256_code_challenge(attempt.verifier),
        code_challenge_method="S256",
        **again,
    )
    return address


def identify(provider: Provider, attempt: Attempt, answer: Mapping[str, str], *, comes_back_to: str) -> Identified:
    """`answer`: the query the person came back with. Raises ProviderFault."""
    known = _metadata(provider)
    if answer.get("error"):
        raise ProviderFault("the provider refused, or the person did")
    if answer.get("iss", known["issuer"]) != known["issuer"]:  # RFC 9207
        raise ProviderFault("the answer came from another issuer")
    if not answer.get("code"):
        raise ProviderFault("no code came back")
    tokens = _redeem(provider, known, attempt, answer["code"], comes_back_to)
    claims = _believed(provider, known, attempt, str(tokens.get("id_token", "")))
    if missing := _wanted(provider) - claims.keys():
        claims = _with_userinfo(provider, known, claims, str(tokens.get("access_token", "")), missing)
    subject = claims.get(provider.subject)
    if not isinstance(subject, str) or not 0 < len(subject) <= 200:
        raise ProviderFault("the subject is missing")
    username = claims.get(provider.username_claim, "") if provider.username_claim else ""
    return Identified(provider.id, subject, username if isinstance(username, str) else "", claims)


def _metadata(provider: Provider) -> dict[str, Any]:
    """OpenID Connect Discovery. A key or address that the provider changes is known after ten minutes."""
    key = f"oidc.metadata.{provider.id}.{provider.issuer}"
    known: dict[str, Any] | None = cache.get(key)
    if known is None:
        known = ask_json(provider, f"{provider.issuer}/.well-known/openid-configuration")
        if not all(isinstance(known.get(name), str) for name in NEEDED):
            raise ProviderFault("the discovery document is incomplete")
        if known["issuer"].rstrip("/") != provider.issuer:
            raise ProviderFault("the discovery document names another issuer")
        cache.set(key, known, REMEMBERED_SECONDS)
    return known


def _redeem(provider: Provider, known: dict[str, Any], attempt: Attempt, code: str, address: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": address,
        "code_verifier": attempt.verifier,
    }
    if provider.client_authentication == "client_secret_basic":
        return ask_json(provider, known["token_endpoint"], form=form, login=(provider.client_id, provider.secret))
    form |= {"client_id": provider.client_id, "client_secret": provider.secret}
    return ask_json(provider, known["token_endpoint"], form=form)


def _believed(provider: Provider, known: dict[str, Any], attempt: Attempt, token: str) -> dict[str, Any]:
    """Signature by a published key and an allowed algorithm, issuer, audience, times, nonce."""
    asked = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": known["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": attempt.nonce},
    )
    try:
        claims = _verified(provider, known, token).claims
        asked.validate(claims)
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise ProviderFault(f"the id_token does not hold: {type(fault).__name__}") from fault
    audience = claims["aud"]
    if (isinstance(audience, list) and len(audience) > 1) or "azp" in claims:
        _expect(claims.get("azp") == provider.client_id, "the id_token was made for another client")
    if attempt.confirms:
        at = claims.get("auth_time")
        recent = isinstance(at, int | float) and clock.now().timestamp() - at <= CONFIRMED_SECONDS + LEEWAY_SECONDS
        _expect(recent, "the person was not asked again")
    return claims


def _verified(provider: Provider, known: dict[str, Any], token: str) -> jwt.Token:
    """A key not known yet is looked for once more: providers change their keys."""
    try:
        return jwt.decode(token, _keys(provider, known), algorithms=list(provider.algorithms))
    except (JoseError, ValueError):
        return jwt.decode(token, _keys(provider, known, anew=True), algorithms=list(provider.algorithms))


def _keys(provider: Provider, known: dict[str, Any], *, anew: bool = False) -> KeySet:
    key = f"oidc.keys.{provider.id}.{known['jwks_uri']}"
    found: dict[str, Any] | None = None if anew else cache.get(key)
    if found is None:
        found = ask_json(provider, known["jwks_uri"])
        cache.set(key, found, REMEMBERED_SECONDS)
    public = [one for one in found.get("keys", []) if isinstance(one, dict) and one.get("kty") in {"RSA", "EC", "OKP"}]
    return KeySet.import_key_set({"keys": public})


def _wanted(provider: Provider) -> set[str]:
    names = {provider.subject, provider.username_claim, *provider.claims.values()} - {""}
    return {name.split(".")[0] for name in names}


def _with_userinfo(
    provider: Provider, known: dict[str, Any], claims: dict[str, Any], token: str, missing: set[str]
) -> dict[str, Any]:
    """What the id_token lacks may stand there; only if it speaks of the same person."""
    if not token or not isinstance(known.get("userinfo_endpoint"), str):
        return claims
    told = ask_json(provider, known["userinfo_endpoint"], bearer=token)
    _expect(told.get("sub") == claims["sub"], "userinfo speaks of somebody else")
    return {name: told[name] for name in missing if name in told} | claims


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ProviderFault(otherwise)
