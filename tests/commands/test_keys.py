"""Keys of enciphered columns are renewed under a working node, in batches, and nothing is lost whenever it stops."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huoshui.enrolment import evidence
from huoshui.kernel.actor import operator
from huoshui.kernel.cipher import key_of, newest_key
from huoshui.kernel.errors import WrongState
from huoshui.kernel.models import LedgerLine
from huoshui.kernel.personal import keyed_digest
from huoshui.kernel.reenciphering import enciphered_columns, keys_in_use
from huoshui.kernel.tenancy import scope
from huoshui.privacy.models import PersonKey
from huoshui.security import field_keys
from huoshui.signin import actions as signin
from huoshui.signin.models import OneTimeCode
from huoshui.web.cli import keys
from huoshui.web.node.field_keys import FieldKeys
from huoshui.web.node.home import Home, change_secrets, load_secrets
from tests.walls.rows import put_rows
from tests.world import World

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
DOCUMENT = b"%PDF-1.7 a licence"


@pytest.fixture
def old_key(world: World, settings: Any, tmp_path: Path) -> World:
    """Something in every enciphered column and one file, all of it under the first key."""
    settings.FIELD_KEYS = lambda: {"0": OLD}
    settings.UPLOAD_FOLDER = tmp_path
    for org in ("lake_university", "hill_university"):
        put_rows(world, org)
    signin.begin_one_time_code(world.actor("office"))
    PersonKey.objects.create(subject=f"user:{world.users['office']}", key="of a person")
    with scope(operator("cli")):
        for field in enciphered_columns():
            for row in field.model._base_manager.all():
                setattr(row, field.attname, f"{field.place} of {row.pk}")
                row.save()
    return world


def add_key(settings: Any) -> None:
    settings.FIELD_KEYS = lambda: {"1": NEW, "0": OLD}


def in_clear() -> dict[str, list[str]]:
    with scope(operator("cli")):
        return {
            field.place: sorted(field.model._base_manager.values_list(field.attname, flat=True))
            for field in enciphered_columns()
        }


def used() -> set[str]:
    with scope(operator("cli")):
        return {key for counts in keys_in_use().values() for key in counts}


def test_every_enciphered_column_has_something_to_renew(old_key: World) -> None:
    assert {place for place, values in in_clear().items() if not any(values)} == set()
    assert len(in_clear()) >= 8


def test_everything_is_enciphered_anew_in_batches_and_says_the_same(old_key: World, settings: Any) -> None:
    file, before = evidence.keep(DOCUMENT), in_clear()
    add_key(settings)
    assert (used(), newest_key()) == ({"0"}, "1")
    batches = [field_keys.reencipher(operator("cli"), limit=3)]
    while batches[-1]:
        batches.append(field_keys.reencipher(operator("cli"), limit=3))
    assert max(batches) == 3
    assert sum(batches) == sum(map(len, before.values())) + 1
    assert used() == {"1"}
    settings.FIELD_KEYS = lambda: {"1": NEW}
    assert in_clear() == before
    assert evidence.read(file) == DOCUMENT


def test_stopped_half_way_both_keys_open_their_part_and_it_goes_on(old_key: World, settings: Any) -> None:
    file, before = evidence.keep(DOCUMENT), in_clear()
    add_key(settings)
    field_keys.reencipher(operator("cli"), limit=4)
    assert used() == {"0", "1"}
    assert in_clear() == before
    assert evidence.read(file) == DOCUMENT
    while field_keys.reencipher(operator("cli"), limit=1_000):
        pass
    assert used() == {"1"}
    assert in_clear() == before


def test_a_batch_that_fails_leaves_its_rows_as_they_were(
    old_key: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = in_clear()
    add_key(settings)
    calls = iter(range(1_000))

    def fail_in_the_middle(text: str, *, place: str) -> str:
        if next(calls) == 2:
            raise OSError("the power is gone")
        return "a2:1:half"

    monkeypatch.setattr("huoshui.kernel.reenciphering.encipher", fail_in_the_middle)
    with pytest.raises(OSError, match="power"):
        field_keys.reencipher(operator("cli"), limit=5)
    assert used() == {"0"}
    assert in_clear() == before


def test_a_key_in_use_is_not_given_up(old_key: World, settings: Any) -> None:
    add_key(settings)
    with pytest.raises(WrongState, match="reencipher"):
        field_keys.give_up_field_key(operator("cli"), key_id="0")
    while field_keys.reencipher(operator("cli"), limit=1_000):
        pass
    field_keys.give_up_field_key(operator("cli"), key_id="0")
    with scope(operator("cli")):
        steps = [one.facts["step"] for one in LedgerLine.objects.filter(verb="security.renew_field_key")]
    assert steps[-1] == "given_up"
    assert set(steps) == {"reenciphered", "given_up"}


def test_what_is_written_under_the_new_key_is_not_touched_again(old_key: World, settings: Any) -> None:
    add_key(settings)
    code = OneTimeCode.objects.get(user_id=old_key.users["office"])
    code.save()
    raw = _raw(code)
    assert key_of(raw) == "1"
    while field_keys.reencipher(operator("cli"), limit=1_000):
        pass
    assert _raw(code) == raw


def _raw(code: OneTimeCode) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM signin_onetimecode WHERE id = %s", [code.pk])
        return str(cursor.fetchone()[0])


def test_digests_in_the_ledger_outlive_a_renewal(settings: Any) -> None:
    before = keyed_digest("13812345678", place="contact.phone")
    add_key(settings)
    assert keyed_digest("13812345678", place="contact.phone") == before


def command(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    keys.register(parser.add_subparsers())
    return parser.parse_args(["keys", *words])


def test_the_operator_renews_a_key_from_the_command_line(
    old_key: World, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path / "home", is_explicit=True)
    load_secrets(home)
    change_secrets(home, field_key=OLD.hex())
    settings.FIELD_KEYS = FieldKeys(home)
    before = in_clear()
    assert keys.add(command("add")) == 0
    assert "密钥 1" in capsys.readouterr().out
    assert keys.retire(command("retire", "0")) == 1
    assert "还有" in capsys.readouterr().err
    assert keys.reencipher(command("reencipher", "--batch", "5")) == 0
    capsys.readouterr()
    assert keys.show(command("list", "--json")) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["newest"], shown["keys"]["0"]) == ("1", {})
    assert shown["keys"]["1"]["signin_onetimecode.secret"] == 1
    assert keys.retire(command("retire", "1")) == 1
    assert keys.retire(command("retire", "0")) == 0
    assert list(settings.FIELD_KEYS()) == ["1"]
    assert in_clear() == before
