"""An authenticator in forty lines (WebAuthn level 2, ES256, no attestation), so that tests can also let it lie."""

import hashlib
import json
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as b64

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class Authenticator:
    def __init__(self, *, serial: int = 1, origin: str = "http://testserver", host: str = "testserver") -> None:
        self.key = ec.derive_private_key(serial + 1_000, ec.SECP256R1())
        self.id = hashlib.sha256(f"credential {serial}".encode()).digest()
        self.origin, self.host = origin, host
        self.count, self.handle, self.flags = 0, b"", PRESENT | VERIFIED

    def register(self, options: dict[str, Any]) -> str:
        self.handle = _bytes(options["user"]["id"])
        public = self.key.public_key().public_numbers()
        x, y = public.x.to_bytes(32, "big"), public.y.to_bytes(32, "big")
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cose
        data = self._data(ATTESTED) + attested
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._written({"clientDataJSON": b64(client), "attestationObject": b64(statement)})

    def answer(self, options: dict[str, Any]) -> str:
        self.count += 1
        data, client = self._data(0), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature, "userHandle": self.handle}
        return self._written({name: b64(value) for name, value in said.items()})

    def _data(self, more: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", self.flags | more, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _written(self, response: dict[str, str]) -> str:
        return json.dumps({"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response})


def _bytes(text: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
