"""A node as people run it: `python -m huoshui up` in a data folder of its own, stopped by Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from huoshui.web.node import processes
from huoshui.web.node.home import CHECKOUT

START_SECONDS = 300  # with the demonstration, on a machine that others use too
STOP_SECONDS = 60
# What a test run or a shell may have set and a user's node must not see.
FOREIGN = ("DJANGO_SETTINGS_MODULE", "HUOSHUI_DATABASE_URL", "HUOSHUI_APP_DATABASE_URL")


class UserNode:
    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.output = home.with_name(f"{home.name}.out")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Answers the seconds until the node said that it is ready."""
        begun = time.monotonic()
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        with self.output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "huoshui", "up"],
                cwd=CHECKOUT,
                env=kept | {"HUOSHUI_HOME": str(self.home), "HUOSHUI_PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGTERM),
            )
        processes.wait_until(self._is_ready_or_gone, seconds=START_SECONDS, step_seconds=0.2)
        assert self._process.poll() is None, self.said()
        assert self._is_ready_or_gone(), f"not ready after {START_SECONDS} s:\n{self.said()}"
        return time.monotonic() - begun

    def _is_ready_or_gone(self) -> bool:
        assert self._process
        return "活水已就绪" in self.said() or self._process.poll() is not None

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def stop(self) -> None:
        """As Ctrl-C does. Asserts that the node ended well and left no process."""
        assert self._process
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(STOP_SECONDS)
        left = self.processes()
        assert code == 0, self.said()
        assert left == {}

    def processes(self) -> dict[int, str]:
        """Pid → command line of everything that runs for this node."""
        pids = [int(entry.name) for entry in processes.PROC.iterdir() if entry.name.isdigit()]
        return {pid: _read(pid, "cmdline") for pid in pids if processes.is_running(pid) and self._is_ours(pid)}

    def _is_ours(self, pid: int) -> bool:
        given = f"HUOSHUI_HOME={self.home}" in _read(pid, "environ").split("\0")
        return given or processes.works_in(pid, self.home / "pg")

    def worker(self) -> int:
        """The pid of the process that runs the jobs."""
        running = self.processes().items()
        [found] = [pid for pid, line in running if line.split("\0")[1:4] == ["-m", "huoshui", "worker"]]
        return found

    def is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        finally:
            connection.close()


def _read(pid: int, name: str) -> str:
    try:
        return (processes.PROC / str(pid) / name).read_text(errors="replace")
    except OSError:  # it has just ended, or is somebody else's
        return ""


def free_port() -> int:
    """Below those that the kernel hands out, so that nobody is given it while the node prepares."""
    first = 18_000 + os.getpid() % 10_000
    return next(port for port in range(first, first + 100) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
