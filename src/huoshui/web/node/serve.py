"""The supervisor of a node: database, web, worker, sealer under one roof; stops together, leaves no process behind."""

import fcntl
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO, Any

from . import processes
from .home import Home, NodeError, make_folders
from .logs import rotate
from .parts import Part, RunningPart
from .postgres import Cluster

DEFAULT_PORT = 8000
ADDRESS = "127.0.0.1"
STOP_SECONDS = 30  # for requests and jobs under way; a second Ctrl-C ends the patience
READY_SECONDS = 300
DEATHS_BEFORE_READY = 3
STEP_SECONDS = 0.2
EVEN_THREADS = "huoshui.web.node.even_threads.EvenThreadWorker"


@dataclass
class Supervisor:
    home: Home
    parts: Sequence[Part]
    cluster: Cluster | None  # None: the database is somebody else's to run
    is_ready: Callable[[], bool]
    on_ready: Callable[[], None]
    announce: Callable[[str], None]
    ready_seconds: float = READY_SECONDS
    stop_seconds: float = STOP_SECONDS
    _running: list[RunningPart] = field(default_factory=list, init=False)
    _signals: int = field(default=0, init=False)
    _lock: IO[str] | None = field(default=None, init=False)

    def run(self) -> None:
        """Until a signal asks to stop. NodeError if the node can't start or its database can't be brought back."""
        make_folders(self.home)
        self._take_the_node()
        before = {number: signal.signal(number, self._note_signal) for number in _stop_signals()}
        try:
            self._start()
            self._watch()
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _start(self) -> None:
        for name in ("postgres", *(part.name for part in self.parts)):
            rotate(self.home.logs / f"{name}.log")
        if self.cluster:
            self.cluster.cancelled = lambda: self._signals > 0
            self.cluster.start()
        for part in self.parts:
            running = RunningPart(part, self.home.logs / f"{part.name}.log")
            self._running.append(running)
            running.start()
        self._write_register()

    def _watch(self) -> None:
        is_ready, deadline = False, time.monotonic() + self.ready_seconds
        while not self._signals:
            self._look_after_database()
            for running in self._running:
                if happened := running.look_after():
                    self._write_register()
                    self.announce(happened)
            if not is_ready:
                is_ready = self._check_start(deadline)
            time.sleep(STEP_SECONDS)

    def _check_start(self, deadline: float) -> bool:
        if self.is_ready():
            self.on_ready()
            return True
        for running in self._running:
            if running.deaths >= DEATHS_BEFORE_READY:
                raise NodeError(f"{running.part.label}启动不起来：\n{running.end_of_log()}")
        if time.monotonic() > deadline:
            logs = "\n".join(running.end_of_log() for running in self._running)
            raise NodeError(f"节点在 {self.ready_seconds:.0f} 秒内没有就绪：\n{logs}")
        return False

    def _look_after_database(self) -> None:
        if self.cluster and not self.cluster.is_alive():
            self.announce("数据库意外停止，正在恢复……")
            try:
                self.cluster.start()
            except NodeError:
                if not self._signals:
                    raise
            else:
                self.announce("数据库已恢复。")

    def _stop(self) -> None:
        """The parts first, then the database, so that nothing under way loses its connection."""
        for running in self._running:
            running.ask_to_stop()
        asked = self._signals
        processes.wait_until(
            lambda: all(running.has_stopped() for running in self._running) or self._signals > max(asked, 1),
            seconds=self.stop_seconds,
        )
        for running in self._running:
            running.force_to_stop()
        try:
            if self.cluster:
                self.cluster.leave()
        finally:
            (self.home.path / "serve.json").unlink(missing_ok=True)
            if self._lock:
                self._lock.close()

    def _take_the_node(self) -> None:
        """One supervisor a data folder; what one that was killed outright left running is ended."""
        path = self.home.path / "serve.lock"
        self._lock = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")  # noqa: SIM115  held until we stop
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NodeError(f"这个节点已经在运行（进程 {self._lock.read().strip()}，{self.home.path}）。") from error
        self._lock.truncate(0)
        self._lock.write(f"{os.getpid()}\n")
        self._lock.flush()
        left = self._left_running()
        if not processes.end_all(
            lambda: [p for p in left if processes.is_running(p)], patience_seconds=self.stop_seconds
        ):
            raise NodeError(f"上次留下的进程没有结束：{left}。")

    def _write_register(self) -> None:
        pids = [running.pid for running in self._running if running.pid]
        started = {str(pid): processes.started_at(pid) for pid in pids}
        (self.home.path / "serve.json").write_text(json.dumps(started))

    def _left_running(self) -> list[int]:
        try:
            register: dict[str, str | None] = json.loads((self.home.path / "serve.json").read_text())
        except (FileNotFoundError, ValueError):
            return []
        known = {int(pid): start for pid, start in register.items() if start}
        leaders = [pid for pid, start in known.items() if processes.started_at(pid) == start]
        return leaders + [child for pid in leaders for child in processes.children_of(pid)]

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1


def _stop_signals() -> list[signal.Signals]:
    """Under nohup the end of the terminal is to be ignored, and stays so."""
    hang_up = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hang_up]


def port_from_environment(environ: Mapping[str, str] = os.environ) -> int:
    given = environ.get("HUOSHUI_PORT", str(DEFAULT_PORT))
    if not (given.isdecimal() and 0 < int(given) < 65536):
        raise NodeError(f"HUOSHUI_PORT 应是 1 到 65535 的数，现为 {given}。")
    return int(given)


def check_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError as error:
            raise NodeError(f"无权使用端口 {port}：请用 HUOSHUI_PORT 指定 1024 以上的端口。") from error
        except OSError as error:
            raise NodeError(f"端口 {port} 已被占用：请停掉占用它的程序，或用 HUOSHUI_PORT 指定别的端口。") from error


def node_parts(port: int, *, workers: int | None = None) -> list[Part]:
    workers = workers or min(os.cpu_count() or 2, 4)
    web = [sys.executable, "-m", "gunicorn", "huoshui.web.wsgi:application", "--bind", f"{ADDRESS}:{port}"]
    web += ["--worker-class", EVEN_THREADS, "--workers", str(workers), "--threads", "4", "--timeout", "120"]
    # Whose word on addresses and schemes counts is said once, by HUOSHUI_TRUSTED_PROXIES: gunicorn believes nobody.
    web += ["--graceful-timeout", "20", "--no-control-socket", "--forwarded-allow-ips", ""]
    return [
        Part("web", "网页服务", tuple(web)),
        Part("worker", "后台任务", (sys.executable, "-m", "huoshui", "worker")),
        Part("sealer", "台账封存", (sys.executable, "-m", "huoshui", "sealer")),
    ]


def answers_healthz(port: int) -> bool:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def serve(
    home: Home, cluster: Cluster | None, *, on_ready: Callable[[str], None], announce: Callable[[str], Any]
) -> None:
    """The whole node at HUOSHUI_PORT until Ctrl-C; `on_ready` gets its address."""
    port = port_from_environment()
    check_port_is_free(port)
    Supervisor(
        home=home,
        parts=node_parts(port),
        cluster=cluster,
        is_ready=lambda: answers_healthz(port),
        on_ready=lambda: on_ready(f"http://{ADDRESS}:{port}"),
        announce=announce,
    ).run()
