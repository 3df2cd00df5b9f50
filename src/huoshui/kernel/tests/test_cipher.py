"""What is enciphered opens here, in its own column, unchanged, and nowhere else."""

import base64
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from huoshui.kernel.cipher import KeyMissing, decipher, encipher, key_of

PLACE = "privacy_contact.phone"


def test_what_was_enciphered_opens_in_its_place_and_looks_different_each_time() -> None:
    first, second = encipher("张三 13812345678", place=PLACE), encipher("张三 13812345678", place=PLACE)
    assert decipher(first, place=PLACE) == decipher(second, place=PLACE) == "张三 13812345678"
    assert first != second
    assert "138" not in first


def test_it_opens_neither_in_another_column_nor_by_another_key_nor_changed(settings: object) -> None:
    told = encipher("13812345678", place=PLACE)
    with pytest.raises(InvalidTag):
        decipher(told, place="signin_onetimecode.secret")
    with pytest.raises(InvalidTag):
        decipher(told[:-6] + ("AAAAAA" if told[-6:] != "AAAAAA" else "BBBBBB"), place=PLACE)
    settings.FIELD_KEYS = lambda: {"0": bytes(32)}  # type: ignore[attr-defined]
    with pytest.raises(InvalidTag):
        decipher(told, place=PLACE)


def test_the_cipher_is_named_so_that_another_may_follow() -> None:
    assert encipher("x", place=PLACE).startswith("a2:0:")
    with pytest.raises(ValueError, match="not enciphered"):
        decipher("13812345678", place=PLACE)


OLD, NEW = bytes(range(32)), bytes(range(1, 33))


def test_the_newest_key_enciphers_and_an_older_one_still_opens_what_it_closed(settings: Any) -> None:
    settings.FIELD_KEYS = lambda: {"0": OLD}
    before = encipher("13812345678", place=PLACE)
    settings.FIELD_KEYS = lambda: {"1": NEW, "0": OLD}
    after = encipher("13812345678", place=PLACE)
    assert (key_of(before), key_of(after)) == ("0", "1")
    assert decipher(before, place=PLACE) == decipher(after, place=PLACE) == "13812345678"
    settings.FIELD_KEYS = lambda: {"1": NEW}
    with pytest.raises(KeyMissing, match="key 0"):
        decipher(before, place=PLACE)


def test_a_value_from_before_keys_had_numbers_opens_with_the_first(settings: Any) -> None:
    settings.FIELD_KEYS = lambda: {"1": NEW, "0": OLD}
    nonce = bytes(12)
    sealed = AESGCM(OLD).encrypt(nonce, b"13812345678", PLACE.encode())
    told = "a1:" + base64.urlsafe_b64encode(nonce + sealed).decode()
    assert (key_of(told), decipher(told, place=PLACE)) == ("0", "13812345678")


@pytest.mark.parametrize("told", ["", "a1", "a2:", "a2::x", "a3:0:x", "13812345678"])
def test_what_no_key_of_ours_closed_is_not_taken_for_it(told: str) -> None:
    with pytest.raises(ValueError, match="not enciphered"):
        key_of(told)
