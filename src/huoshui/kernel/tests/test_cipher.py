"""What is enciphered opens here, in its own column, unchanged, and nowhere else."""

import pytest
from cryptography.exceptions import InvalidTag

from huoshui.kernel.cipher import decipher, encipher

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
    settings.FIELD_KEY = bytes(32)  # type: ignore[attr-defined]
    with pytest.raises(InvalidTag):
        decipher(told, place=PLACE)


def test_the_cipher_is_named_so_that_another_may_follow() -> None:
    assert encipher("x", place=PLACE).startswith("a1:")
    with pytest.raises(ValueError, match="not enciphered"):
        decipher("13812345678", place=PLACE)
