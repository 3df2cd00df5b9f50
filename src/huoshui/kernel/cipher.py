"""Columns kept enciphered, with AES-256-GCM: contacts, secrets of second factors. The key lies with the node alone."""

import base64
import secrets
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = "a1:"  # AES-256-GCM; another cipher gets another prefix, so that old rows stay readable
NONCE_BYTES = 12


def encipher(text: str, *, place: str) -> str:
    """`place` is bound in: what was enciphered for one column does not open in another."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(settings.FIELD_KEY).encrypt(nonce, text.encode(), place.encode())
    return VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def decipher(text: str, *, place: str) -> str:
    """Raises cryptography's InvalidTag for a foreign key, another place or a changed value."""
    if not text.startswith(VERSION):
        raise ValueError("not enciphered by this node")
    raw = base64.urlsafe_b64decode(text.removeprefix(VERSION))
    return AESGCM(settings.FIELD_KEY).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()


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
