"""Servers of each kind a node may meet: the packaged binaries and Debian's, run for root and for an ordinary user."""

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from huoshui.web.node.account import Account, server_account
from huoshui.web.node.place import Place, find_binaries, reachable_binaries
from huoshui.web.node.postgres import Cluster
from tests.postgres_for_tests import PASSWORD, open_temporary_folder

DEBIAN = Path("/usr/lib/postgresql/15/bin")
collect_ignore = [] if os.geteuid() == 0 else ["test_for_root.py"]
KINDS = ["packaged", *(["debian"] if (DEBIAN / "initdb").exists() else [])]


@pytest.fixture(scope="session")
def packaged_binaries() -> Iterator[Path]:
    """Where every account can run them, wherever the checkout lies; copied once, not for each test."""
    folder = open_temporary_folder("huoshui-bin-")
    yield reachable_binaries(Place(folder, find_binaries({}), server_account(folder / "pg")))
    shutil.rmtree(folder)


@pytest.fixture(params=KINDS)
def binaries(request: pytest.FixtureRequest, packaged_binaries: Path) -> Path:
    return DEBIAN if request.param == "debian" else packaged_binaries


@pytest.fixture
def folder() -> Iterator[Path]:
    path = open_temporary_folder("huoshui-node-")
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def cluster(folder: Path, packaged_binaries: Path) -> Iterator[Cluster]:
    made = make_cluster(folder, packaged_binaries)
    yield made
    made.leave()


def make_cluster(root: Path, binaries: Path, *, account: Account | None = None) -> Cluster:
    place = Place(root, binaries, account or server_account(root / "pg"))
    return Cluster(place, PASSWORD, root / "logs" / "postgres.log")


def ordinary_account() -> Account:
    """For root: somebody to become."""
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, frozenset({entry.pw_gid}))
