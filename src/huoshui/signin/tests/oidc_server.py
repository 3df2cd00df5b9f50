"""A real OpenID provider on loopback, and a hand that bends what it says on its way to the node.

The mock checks no PKCE, so the hand does: it remembers each challenge and refuses a code whose verifier does not fit.
"""

import hmac
import json
import re
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from joserfc import jws, jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock  # type: ignore[import-untyped]
    from oidc_provider_mock._server import _threaded_server  # type: ignore[import-untyped]

Bend = Callable[[dict[str, Any]], object]


class Server:
    """`claims` bends the id_token's claims, `sign` makes the token from them, `redirects` and `pads` spoil answers."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "loopback", "use": "sig"})
        self.claims: Bend = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.metadata: Bend = lambda document: None
        self.redirects = self.pads = False
        self.challenges: dict[str, str] = {}
        self.asked: list[str] = []
        self.address = ""
        self.app = oidc_provider_mock.app(require_nonce=True)

    def signed(self, claims: dict[str, Any], *, alg: str = "RS256", key: Any = None) -> str:
        header = {"alg": alg, "kid": self.key.kid}
        return jwt.encode(header, claims, key or self.key, algorithms=[alg])

    def signed_with_the_public_key(self, claims: dict[str, Any]) -> str:
        """By hand: no library does it any more."""
        head = json.dumps({"alg": "HS256", "kid": self.key.kid}).encode()
        text = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in (head, json.dumps(claims).encode()))
        seal = hmac.digest(self.key.as_pem(private=False), text, "sha256")
        return (text + b"." + urlsafe_b64encode(seal).rstrip(b"=")).decode()

    def unsigned(self, claims: dict[str, Any]) -> str:
        return jws.serialize_compact({"alg": "none"}, json.dumps(claims).encode(), self.key, algorithms=["none"])

    def __call__(self, environ: Any, start_response: Any) -> Any:
        told = Request(environ).get_data()
        environ["wsgi.input"] = BytesIO(told)
        request = Request(dict(environ, **{"wsgi.input": BytesIO(told)}))
        self.asked.append(request.path)
        if self.redirects:
            return Response(status=302, headers={"Location": f"{self.address}/elsewhere"})(environ, start_response)
        if request.path == "/jwks":
            return self._json({"keys": [self.key.as_dict(private=False)]})(environ, start_response)
        if request.path == "/oauth2/token" and not self._verifier_fits(request):
            return self._json({"error": "invalid_grant"}, status=400)(environ, start_response)
        body, status, headers = run_wsgi_app(self.app, environ)
        text = b"".join(body)
        if request.path == "/oauth2/authorize" and "Location" in headers:
            code = parse_qs(urlsplit(headers["Location"]).query).get("code", [""])[0]
            self.challenges[code] = request.args.get("code_challenge", "")
        if request.path == "/oauth2/token" and status.startswith("200"):
            text = self._bent(json.loads(text))
        if request.path.startswith("/.well-known/"):
            document = json.loads(text)
            self.metadata(document)
            text = json.dumps(document).encode()
        if self.pads:
            text += b" " * 300_000
        headers.remove("Content-Length")
        return Response(text, status=status, headers=headers)(environ, start_response)

    def _verifier_fits(self, request: Request) -> bool:
        challenge = self.challenges.get(request.form.get("code", ""))
        if challenge is None:
            return True  # an unknown code is the provider's to refuse
        return bool(create_s256_code_challenge(request.form.get("code_verifier", "")) == challenge)

    def _bent(self, tokens: dict[str, Any]) -> bytes:
        claims = dict(jwt.decode(tokens["id_token"], _any_key(tokens["id_token"], self.app)).claims)
        self.claims(claims)
        return json.dumps(tokens | {"id_token": self.sign(claims)}).encode()

    def _json(self, body: Any, status: int = 200) -> Response:
        return Response(json.dumps(body), status=status, content_type="application/json")

    def agree(self, address: str, subject: str, **claims: Any) -> str:
        """The person's part in the browser: signs in as `subject`; answers the address they are sent back to."""
        requests.put(f"{self.address}/users/{subject}", json=claims, timeout=5)
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


def _any_key(token: str, app: Any) -> Any:
    with app.test_client() as client:
        return KeySet.import_key_set(json.loads(client.get("/jwks").text))


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    with _threaded_server(server) as listening:
        server.address = f"http://localhost:{listening.server_port}"
        yield server


def path_of(address: str) -> str:
    """What the browser asks of this node: path and query."""
    return re.sub(r"^https?://[^/]+", "", address)
