"""The life of the embedded PostgreSQL server: made once, started by whoever needs it, stopped by the last to leave."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from . import processes
from .home import NodeError, file_lock
from .logs import end_of
from .place import Place, own_folder, reachable_binaries
from .postgres_conf import configuration

ADMIN = "huoshui_admin"
PORT = 5432
RECOVERY_SECONDS = 1800  # after a crash the server may replay gigabytes before it answers
STOP_SECONDS = 600
ORPHAN_SECONDS = 60


@dataclass
class Cluster:
    place: Place
    admin_password: str
    log: Path
    is_durable: bool = True  # False only for tests: survives kill -9, not a power cut
    dies_with_parent: bool = False
    cancelled: Callable[[], bool] = lambda: False  # asked while waiting; true ends the wait with a NodeError
    _seat: int | None = field(default=None, init=False)  # our share of the lock that counts the users
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @contextmanager
    def use(self) -> Iterator[None]:
        try:
            self.start()
            yield
        finally:
            self.leave()  # after a start that failed or was broken off, too

    def start(self) -> None:
        """Take part: make the cluster, clear what a crash left, start the server, as far as any of it is needed."""
        self._make_root()
        with file_lock(self.place.root / "pg.lock"):
            if self._seat is None:
                self._seat = _open_lock(self.place.root / "pg.users")
                fcntl.flock(self._seat, fcntl.LOCK_SH)
            binaries = reachable_binaries(self.place)
            if not (self.place.data / "PG_VERSION").exists():
                self._create(binaries)
            found = self._postmaster() is not None
            if not found:
                self._revive(binaries)
            if not self._wait_until_ready():
                if not found:
                    raise NodeError(f"数据库没有启动起来：\n{self._end_of_log()}")
                self._revive(binaries)  # what was found running was on its way out: killed a moment ago
                if not self._wait_until_ready():
                    raise NodeError(f"数据库没有启动起来：\n{self._end_of_log()}")

    def _revive(self, binaries: Path) -> None:
        self._check_version(binaries)
        self._clear_leftovers()
        self._launch(binaries)

    def leave(self) -> None:
        """Stop taking part. The last to leave stops the server; a user killed outright counts as having left."""
        if self._seat is None:
            return
        with file_lock(self.place.root / "pg.lock"):
            try:
                fcntl.flock(self._seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # others use it still
            else:
                self._stop()
                self._remove_short_socket_folder()
            os.close(self._seat)
            self._seat = None

    def is_alive(self) -> bool:
        return self._postmaster() is not None

    def connect(self, dbname: str = "postgres", **settings: Any) -> "psycopg.Connection[tuple[Any, ...]]":
        """As administrator, in autocommit."""
        info = self.conninfo(dbname=dbname, **settings)
        return psycopg.connect(info, autocommit=True)

    def conninfo(self, **settings: Any) -> str:
        parts = {"user": ADMIN, "password": self.admin_password, "dbname": "postgres"} | settings
        return make_conninfo(host=str(self.place.sockets), port=PORT, **parts)

    def _make_root(self) -> None:
        for folder in (self.place.root.parent, self.place.root):
            if not folder.exists():
                folder.mkdir(parents=True)
                folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        own_folder(self.place.sockets, self.place.account)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)

    def _create(self, binaries: Path) -> None:
        """initdb beside the final place, then one rename: an interrupted one leaves nothing half made."""
        unfinished = self.place.root / "pg.new"
        _end_processes_in(unfinished)
        shutil.rmtree(unfinished, ignore_errors=True)
        own_folder(unfinished, self.place.account)
        password_file = self.place.root / "pg.password"
        password_file.unlink(missing_ok=True)
        try:
            with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(self.admin_password)
            if account := self.place.account:
                os.chown(password_file, account.uid, account.gid)
            options = ["-D", unfinished, "-U", ADMIN, "-A", "scram-sha-256", f"--pwfile={password_file}"]
            options += ["-E", "UTF8", "--locale=C.UTF-8", *(() if self.is_durable else ("--no-sync",))]
            if self._spawn(binaries / "initdb", *options).wait() != 0:
                raise NodeError(f"建立数据库失败：\n{self._end_of_log()}")
        finally:
            password_file.unlink(missing_ok=True)
        with (unfinished / "postgresql.conf").open("a") as file:
            file.write("include 'huoshui.conf'  # written at every start; what follows this line overrules it\n")
        unfinished.rename(self.place.data)

    def _check_version(self, binaries: Path) -> None:
        made_by = (self.place.data / "PG_VERSION").read_text().strip()
        told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        if told.stdout.split()[2].split(".")[0] != made_by:
            raise NodeError(
                f"{self.place.data} 由 PostgreSQL {made_by} 建立，不能用 {told.stdout.strip()} 打开。"
                f"请用 HUOSHUI_PG_BIN 指定 {made_by} 的程序，或导出后重新导入（见 docs/operations.md）。"
            )

    def _clear_leftovers(self) -> None:
        """Backends that outlive a killed postmaster block the restart; so do its lock files while the pid lives on."""
        data = self.place.data
        if not _end_processes_in(data):
            raise NodeError(f"上次数据库留下的进程没有结束：{processes.processes_in(data)}。请结束它们后重试。")
        if processes.HAS_PROC:  # elsewhere PostgreSQL's own check has to do
            (data / "postmaster.pid").unlink(missing_ok=True)
            (self.place.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _launch(self, binaries: Path) -> None:
        conf = self.place.data / "huoshui.conf"
        conf.write_text(configuration(self.place.sockets, is_durable=self.is_durable))
        if account := self.place.account:
            os.chown(conf, account.uid, account.gid)
        self._process = self._spawn(binaries / "postgres", "-D", self.place.data)

    def _spawn(self, program: Path, *arguments: Any) -> subprocess.Popen[bytes]:
        """In a session of its own (Ctrl-C is ours to handle), output to the log: a pipe would be held open for ever."""
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.place.root)}
        account = self.place.account
        lent: dict[str, Any] = {}
        if account:
            lent = {"user": account.uid, "group": account.gid, "extra_groups": sorted(account.groups)}
        die = processes.die_with_parent(signal.SIGINT) if self.dies_with_parent else None
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603
                [program, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.place.root,
                env=environment,
                start_new_session=True,
                preexec_fn=die,
                **lent,
            )
        return process

    def _postmaster(self) -> int | None:
        """The pid of the living postmaster; None if there is none or it only waits to be reaped."""
        if self._process is not None:
            self._process.poll()
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        except PermissionError as error:
            raise NodeError(f"{self.place.data} 属于另一个账户：请用建立它的用户运行。") from error
        return pid if processes.is_running(pid) and processes.works_in(pid, self.place.data) else None

    def _wait_until_ready(self) -> bool:
        """False when the server is gone instead."""
        info = self.conninfo(connect_timeout=3).encode()
        end = time.monotonic() + RECOVERY_SECONDS
        while PGconn.ping(info) != Ping.OK:
            gone = self._postmaster() is None if self._process is None else self._process.poll() is not None
            if gone and self._postmaster() is None:
                return False
            if self.cancelled() or time.monotonic() > end:
                raise NodeError(f"数据库还没有就绪，不再等待：\n{self._end_of_log()}")
            time.sleep(0.05)
        return True

    def _stop(self) -> None:
        """Fast and clean: sessions are ended, everything is written, the next start needs no recovery."""
        if (pid := self._postmaster()) is None:
            return
        processes.signal_quietly(pid, signal.SIGINT)
        if not processes.wait_until(lambda: self._postmaster() is None, seconds=STOP_SECONDS):
            raise NodeError(f"数据库在 {STOP_SECONDS} 秒内没有停下来：\n{self._end_of_log()}")
        processes.wait_until(lambda: not processes.is_running(pid), seconds=STOP_SECONDS)
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _remove_short_socket_folder(self) -> None:
        sockets = self.place.sockets
        if sockets.is_dir() and not sockets.is_relative_to(self.place.root):
            shutil.rmtree(sockets, ignore_errors=True)

    def _end_of_log(self) -> str:
        return end_of(self.log)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _end_processes_in(folder: Path) -> bool:
    """By SIGQUIT, at which each leaves at once: recovery follows in any case, and some of them ignore SIGTERM."""
    return processes.end_all(
        lambda: processes.processes_in(folder), patience_seconds=ORPHAN_SECONDS, ask_by=signal.SIGQUIT
    )
