"""The keys of enciphered columns, newest first. They lie in `secrets.json`, or come from a vault by the environment.

Written as one text, `2:<hex> 1:<hex>`; a key without a number is the first a node had.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping

from huoshui.web.node.home import Home, NodeError, change_secrets

FIRST = "0"
BYTES = 32


class FieldKeys:
    """Called for the keys; a renewal by another process is known at the next call."""

    def __init__(self, home: Home, given: str = "") -> None:
        self.home, self.given = home, given
        self._seen = 0
        self._keys: dict[str, bytes] = read_keys(given) if given else {}

    def __call__(self) -> Mapping[str, bytes]:
        if not self.given:
            changed = os.stat(self.home.secrets_file).st_mtime_ns if self._keys else 0
            if changed != self._seen or not self._keys:
                self._keys = read_keys(self.home.secret("field_key"))
                self._seen = os.stat(self.home.secrets_file).st_mtime_ns
        return self._keys

    def add(self) -> str:
        """Answers the id of the new key, which enciphers from now on."""
        self._refuse_given()
        keys = dict(self())
        key_id = str(max(int(one) for one in keys) + 1)
        self._write({key_id: secrets.token_bytes(BYTES), **keys})
        return key_id

    def drop(self, key_id: str) -> None:
        """Whoever calls has made sure that nothing needs it any more."""
        self.check_old(key_id)
        self._write({one: key for one, key in self().items() if one != key_id})

    def check_old(self, key_id: str) -> None:
        """Raises NodeError for a key there is not, and for the newest."""
        self._refuse_given()
        keys = self()
        if key_id not in keys or key_id == next(iter(keys)):
            raise NodeError(f"没有可停用的密钥 {key_id}：正在使用的最新密钥不能停用。")

    def _write(self, keys: Mapping[str, bytes]) -> None:
        change_secrets(self.home, field_key=" ".join(f"{one}:{key.hex()}" for one, key in keys.items()))

    def _refuse_given(self) -> None:
        if self.given:
            raise NodeError("密钥由环境变量 HUOSHUI_FIELD_KEY 给出：请在密钥库中增减，写法为“2:新密钥 1:旧密钥”。")


def read_keys(text: str) -> dict[str, bytes]:
    """Raises NodeError, which tells no key."""
    found: dict[str, bytes] = {}
    for part in text.split():
        key_id, _, key = part.rpartition(":")
        key_id = key_id or FIRST
        try:
            found[key_id] = bytes.fromhex(key)
        except ValueError:
            found[key_id] = b""
        if len(found[key_id]) != BYTES or not (key_id.isascii() and key_id.isdigit()):
            raise NodeError("字段密钥应为 64 位十六进制数，多把时写作“2:新密钥 1:旧密钥”。")
    if not found:
        raise NodeError("没有字段密钥。")
    return found


def digest_key(home: Home, *, given: str, given_keys: str) -> bytes:
    """Of the ledger's digests of personal values: stays when the keys of columns are renewed."""
    if given:
        return bytes.fromhex(given)
    if not given_keys:
        return bytes.fromhex(home.secret("digest_key"))
    keys = read_keys(given_keys)
    if FIRST not in keys:
        raise NodeError("第一把字段密钥已停用：请用 HUOSHUI_DIGEST_KEY 给出台账摘要的密钥。")
    return derived_digest_key(keys[FIRST])


def derived_digest_key(first_key: bytes) -> bytes:
    return hmac.new(first_key, b"ledger digest", hashlib.sha256).digest()
