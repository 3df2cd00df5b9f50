"""Where the keys of enciphered columns lie, and how one is added and taken away under running processes."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from huoshui.web.node.field_keys import FieldKeys, derived_digest_key, digest_key, read_keys
from huoshui.web.node.home import Home, NodeError, load_secrets

FIRST, SECOND = "11" * 32, "22" * 32


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path, is_explicit=True)
    load_secrets(made)
    return made


def test_a_new_node_has_one_key_with_the_number_nought(home: Home) -> None:
    assert list(FieldKeys(home)()) == ["0"]


def test_a_key_added_by_one_process_is_the_newest_for_all(home: Home) -> None:
    running, command = FieldKeys(home), FieldKeys(home)
    first = running()["0"]
    assert command.add() == "1"
    assert list(running()) == ["1", "0"]
    assert running()["0"] == first
    assert command.add() == "2"
    running.drop("0")
    assert list(command()) == ["2", "1"]


def test_other_secrets_stay_when_a_key_is_added(home: Home) -> None:
    before = json.loads(home.secrets_file.read_text())
    FieldKeys(home).add()
    after = json.loads(home.secrets_file.read_text())
    assert {name for name in before if before[name] != after[name]} == {"field_key"}


@pytest.mark.parametrize("key_id", ["1", "7", ""])
def test_neither_the_newest_key_nor_one_there_is_not_is_dropped(home: Home, key_id: str) -> None:
    keys = FieldKeys(home)
    keys.add()
    with pytest.raises(NodeError, match="不能停用"):
        keys.drop(key_id)
    assert list(keys()) == ["1", "0"]


def test_keys_of_a_vault_are_changed_in_the_vault(home: Home) -> None:
    keys = FieldKeys(home, f"2:{SECOND} {FIRST}")
    assert keys() == {"2": bytes.fromhex(SECOND), "0": bytes.fromhex(FIRST)}
    for change in (keys.add, lambda: keys.drop("0")):
        with pytest.raises(NodeError, match="HUOSHUI_FIELD_KEY"):
            change()


@pytest.mark.parametrize("text", ["", " ", "abc", FIRST[2:], f"x:{FIRST}", f"1:{FIRST} 2:"])
def test_what_is_no_key_stops_the_node_and_is_not_repeated(text: str) -> None:
    with pytest.raises(NodeError) as fault:
        read_keys(text)
    assert FIRST[2:] not in str(fault.value)


def test_a_node_from_before_keeps_the_digests_its_only_key_gave(home: Home) -> None:
    known = json.loads(home.secrets_file.read_text())
    del known["digest_key"]
    home.secrets_file.write_text(json.dumps(known | {"field_key": FIRST}))
    given = digest_key(home, given="", given_keys="")
    assert given == hmac.new(bytes.fromhex(FIRST), b"ledger digest", hashlib.sha256).digest()
    FieldKeys(home).add()
    FieldKeys(home).drop("0")
    assert digest_key(home, given="", given_keys="") == given


def test_without_its_first_key_a_vault_must_give_the_digests_key(home: Home) -> None:
    assert digest_key(home, given="", given_keys=FIRST) == derived_digest_key(bytes.fromhex(FIRST))
    assert digest_key(home, given=SECOND, given_keys=f"1:{FIRST}") == bytes.fromhex(SECOND)
    with pytest.raises(NodeError, match="HUOSHUI_DIGEST_KEY"):
        digest_key(home, given="", given_keys=f"1:{FIRST}")
