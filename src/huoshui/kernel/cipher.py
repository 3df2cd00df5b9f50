"""Columns kept enciphered, with AES-256-GCM: contacts, secrets of second factors. The keys lie with the node alone.

Each value names its key, so that keys can be renewed: the newest enciphers, every one the node still has deciphers.
"""

import base64
import secrets
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = "a2"  # AES-256-GCM and the key's id; another cipher gets another prefix, so that old rows stay readable
BEFORE = "a1:"  # the same of the time when there was one key, which had no id
FIRST_KEY = "0"
NONCE_BYTES = 12


class KeyMissing(ValueError):
    """A key was taken away from the node before everything it had enciphered was enciphered anew."""


def encipher(text: str, *, place: str) -> str:
    """`place` is bound in: what was enciphered for one column does not open in another."""
    key_id = newest_key()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(settings.FIELD_KEYS()[key_id]).encrypt(nonce, text.encode(), place.encode())
    return beginning(key_id) + base64.urlsafe_b64encode(nonce + sealed).decode()


def decipher(text: str, *, place: str) -> str:
    """Raises cryptography's InvalidTag for a foreign key, another place or a changed value."""
    key = settings.FIELD_KEYS().get(key_of(text))
    if key is None:
        raise KeyMissing(f"{place} was enciphered with key {key_of(text)}, which this node has not")
    raw = base64.urlsafe_b64decode(text.rpartition(":")[2])
    return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()


def newest_key() -> str:
    return next(iter(settings.FIELD_KEYS()))


def key_of(text: str) -> str:
    """The id of the key a value was enciphered with."""
    if text.startswith(BEFORE):
        return FIRST_KEY
    version, key_id, _ = [*text.split(":", 2), "", ""][:3]
    if version != VERSION or not key_id:
        raise ValueError("not enciphered by this node")
    return key_id


def beginning(key_id: str) -> str:
    """How every value begins that this key enciphers today."""
    return f"{VERSION}:{key_id}:"


class EncipheredField(models.TextField):  # type: ignore[type-arg]  # has no parameters when it runs
    """Plain text in Python, enciphered in the table; "" stays empty. Can't be searched or sorted by."""

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        return encipher(str(value), place=self.place) if value else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return decipher(value, place=self.place) if value else ""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in {"exact", "isnull"}:
            return super().get_lookup(lookup_name)
        raise ValueError(f"{self.name} is enciphered: it can't be looked up by {lookup_name}")
