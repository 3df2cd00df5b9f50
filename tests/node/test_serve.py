"""The supervisor: what is stopped stops whole, what is killed comes back, nothing outlives it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from huoshui.web.node import processes
from huoshui.web.node.home import CHECKOUT, NodeError
from huoshui.web.node.logs import KEPT_LOGS, LOG_BYTES, rotate
from huoshui.web.node.serve import check_port_is_free, port_from_environment

from .conftest import make_cluster

PATIENCE = 90
# Each part notes its pid in a file of its name; `with_child` has a child of its own; `stubborn` ignores SIGTERM.
NOTE = "import os, pathlib, signal, subprocess, sys, time; os.chdir('{home}'); "
WRITE = "pathlib.Path('{name}.new').write_text(str(os.getpid())); os.rename('{name}.new', '{name}'); time.sleep(600)"
PLAIN = NOTE + WRITE
WITH_CHILD = (
    NOTE + "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    "pathlib.Path('{name}-child').write_text(str(p.pid)); " + WRITE
)
STUBBORN = NOTE + "signal.signal(signal.SIGTERM, signal.SIG_IGN); " + WRITE
FAILING = "print('out of luck'); raise SystemExit(7)"


class Node:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.process: subprocess.Popen[str] | None = None

    def launch(
        self, parts: dict[str, str], *, binaries: Path | None = None, **limits: float
    ) -> "subprocess.Popen[str]":
        argv = {
            name: [sys.executable, "-c", code.replace("{name}", name).replace("{home}", str(self.home))]
            for name, code in parts.items()
        }
        order = {"home": str(self.home), "parts": argv, "binaries": str(binaries or "")}
        order |= {"ready_seconds": PATIENCE, "stop_seconds": 20} | limits
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.node.supervised", json.dumps(order)],
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        return self.process

    def start(self, parts: dict[str, str], *, binaries: Path | None = None, **limits: float) -> None:
        self.launch(parts, binaries=binaries, **limits)
        assert self.hears("ready")

    def hears(self, word: str) -> bool:
        assert self.process
        assert self.process.stdout
        return any(word in line for line in self.process.stdout)

    def pid(self, name: str) -> int:
        assert processes.wait_until((self.home / name).exists, seconds=PATIENCE)
        return int((self.home / name).read_text())

    def all_gone(self, pids: list[int]) -> bool:
        return processes.wait_until(lambda: not any(map(processes.is_running, pids)), seconds=PATIENCE)

    def stop(self, sent: int = signal.SIGINT) -> int:
        assert self.process
        self.process.send_signal(sent)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)


@pytest.fixture
def node(folder: Path) -> Iterator[Node]:
    made = Node(folder)
    yield made
    made.end()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_part_and_what_the_parts_started(node: Node, sent: int) -> None:
    node.start({"web": WITH_CHILD, "worker": PLAIN})
    pids = [node.pid("web"), node.pid("web-child"), node.pid("worker")]
    assert node.stop(sent) == 0
    assert not any(map(processes.is_running, pids))


def test_a_part_that_ignores_the_request_is_ended_when_patience_is_over(node: Node) -> None:
    node.start({"web": STUBBORN}, stop_seconds=1)
    pid = node.pid("web")
    assert node.stop() == 0
    assert not processes.is_running(pid)


def test_a_killed_part_is_started_again_and_what_it_left_is_ended(node: Node) -> None:
    node.start({"web": WITH_CHILD, "worker": PLAIN})
    pid, child, worker = node.pid("web"), node.pid("web-child"), node.pid("worker")
    (node.home / "web").unlink()
    os.kill(pid, signal.SIGKILL)
    assert node.hears("web意外退出")
    assert node.pid("web") != pid
    assert not processes.is_running(child)
    assert node.pid("worker") == worker
    assert processes.is_running(worker)


def test_parts_of_a_supervisor_killed_outright_end_with_it(node: Node) -> None:
    node.start({"web": PLAIN, "worker": PLAIN})
    pids = [node.pid("web"), node.pid("worker")]
    node.stop(signal.SIGKILL)
    assert node.all_gone(pids)


def test_a_part_that_outlives_a_killed_supervisor_is_ended_at_the_next_start(node: Node) -> None:
    node.start({"web": STUBBORN})
    pid = node.pid("web")
    node.stop(signal.SIGKILL)
    assert processes.is_running(pid)
    (node.home / "web").unlink()
    node.start({"web": PLAIN}, stop_seconds=2)
    assert not processes.is_running(pid)


def test_a_killed_database_is_brought_back_with_every_row(node: Node, packaged_binaries: Path) -> None:
    node.start({"web": PLAIN}, binaries=packaged_binaries)
    cluster = make_cluster(node.home, packaged_binaries)
    with cluster.connect() as admin:
        admin.execute("CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(int((cluster.place.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert node.hears("数据库已恢复")
    with cluster.connect() as admin:
        assert admin.execute("SELECT n FROM kept").fetchone() == (1,)
    assert node.stop() == 0
    assert processes.processes_in(cluster.place.data) == []


def test_the_database_of_a_supervisor_killed_outright_is_taken_over(node: Node, packaged_binaries: Path) -> None:
    node.start({"web": PLAIN}, binaries=packaged_binaries)
    cluster = make_cluster(node.home, packaged_binaries)
    with cluster.connect() as admin:
        admin.execute("CREATE TABLE kept AS SELECT 1 AS n")
    node.stop(signal.SIGKILL)
    node.start({"web": PLAIN}, binaries=packaged_binaries)
    with cluster.connect() as admin:
        assert admin.execute("SELECT n FROM kept").fetchone() == (1,)
    assert node.stop() == 0
    assert processes.processes_in(cluster.place.data) == []


def test_a_second_supervisor_of_the_same_data_folder_is_refused(node: Node) -> None:
    node.start({"web": PLAIN})
    second = Node(node.home)
    process = second.launch({"web": PLAIN})
    assert second.hears("已经在运行")
    assert process.wait(PATIENCE) == 1
    assert processes.is_running(node.pid("web"))


def test_a_part_that_never_starts_stops_the_node_with_the_end_of_its_log(node: Node) -> None:
    process = node.launch({"web": FAILING, "worker": PLAIN})
    assert node.hears("out of luck")
    assert process.wait(PATIENCE) == 1
    assert not processes.is_running(node.pid("worker"))


def test_a_node_that_is_not_ready_in_time_stops(node: Node) -> None:
    process = node.launch({"web": "import time; time.sleep(600)"}, ready_seconds=1)
    assert node.hears("没有就绪")
    assert process.wait(PATIENCE) == 1


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(NodeError, match=f"端口 {port} 已被占用"):
            check_port_is_free(port)
    check_port_is_free(port)


@pytest.mark.parametrize("given", ["", "0", "70000", "八千", "80.5"])
def test_a_port_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(NodeError, match="HUOSHUI_PORT"):
        port_from_environment({"HUOSHUI_PORT": given})


def test_the_port_is_8000_unless_given() -> None:
    assert port_from_environment({}) == 8000
    assert port_from_environment({"HUOSHUI_PORT": "8123"}) == 8123


def test_a_grown_log_is_put_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    for turn in range(KEPT_LOGS + 2):
        log.write_bytes(b"x" * (LOG_BYTES + 1 + turn))
        rotate(log)
        assert not log.exists()
    log.write_text("short")
    rotate(log)
    assert log.read_text() == "short"
    kept = {path.name: path.stat().st_size - LOG_BYTES - 1 for path in tmp_path.iterdir() if path != log}
    assert kept == {f"web.log.{n}": KEPT_LOGS + 2 - n for n in range(1, KEPT_LOGS + 1)}
