"""The data folder: private, made once, in the same place every time, and never somewhere else without saying so."""

import json
import stat
from pathlib import Path

import pytest

from huoshui.web.node.home import CHECKOUT, Home, NodeError, load_secrets
from huoshui.web.node.place import find_binaries

from .other_process import Child


def test_the_data_folder_is_the_one_given_or_var_in_the_checkout(tmp_path: Path) -> None:
    assert Home.from_environment({"HUOSHUI_HOME": str(tmp_path)}) == Home(tmp_path, is_explicit=True)
    assert Home.from_environment({}) == Home(CHECKOUT / "var", is_explicit=False)


def test_secrets_are_private_and_stay_the_same(tmp_path: Path) -> None:
    home = Home(tmp_path / "var", is_explicit=True)
    first = load_secrets(home)
    assert load_secrets(home) == first
    assert stat.S_IMODE((home.path / "secrets.json").stat().st_mode) == 0o600
    assert len({first.django_secret_key, first.postgres_admin_password, first.database_app_password}) == 3


def test_a_secret_added_by_a_later_version_keeps_the_others(tmp_path: Path) -> None:
    home = Home(tmp_path, is_explicit=True)
    first = load_secrets(home)
    path = tmp_path / "secrets.json"
    known = json.loads(path.read_text())
    del known["database_app_password"]
    path.write_text(json.dumps(known))
    again = load_secrets(home)
    assert again.database_app_password != first.database_app_password
    assert again.postgres_admin_password == first.postgres_admin_password


def test_processes_starting_at_once_agree_on_the_secrets(tmp_path: Path) -> None:
    home = Home(tmp_path / "var", is_explicit=True)

    def note(number: int) -> None:
        (tmp_path / f"seen-{number}").write_text(load_secrets(home).django_secret_key)

    for child in [Child(lambda n=n: note(n)) for n in range(6)]:  # type: ignore[misc]
        child.join()
    assert len({(tmp_path / f"seen-{n}").read_text() for n in range(6)}) == 1


def test_a_data_folder_without_binaries_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="initdb"):
        find_binaries({"HUOSHUI_PG_BIN": str(tmp_path)})
