"""A long-running child of the supervisor: restarted with growing pauses when it dies, stopped with its whole group."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import processes
from .logs import end_of

PAUSES_SECONDS = (1, 2, 4, 8, 16, 30)
STEADY_SECONDS = 60  # having run so long, it starts again at the shortest pause


@dataclass(frozen=True)
class Part:
    name: str  # of its log file
    label: str  # for people
    argv: tuple[str, ...]


@dataclass
class RunningPart:
    part: Part
    log: Path
    deaths: int = field(default=0, init=False)
    _failures_in_a_row: int = field(default=0, init=False)
    _started: float = field(default=0.0, init=False)
    _due: float = field(default=0.0, init=False)
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        with open(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as log:
            self._process = subprocess.Popen(  # noqa: S603
                self.part.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in a terminal reaches the supervisor alone
                preexec_fn=processes.die_with_parent(signal.SIGTERM),
            )
        self._started = time.monotonic()

    def look_after(self) -> str | None:
        """Restart it when it died and its pause is over. What happened, in words, if anything did."""
        now = time.monotonic()
        if self._process is None:
            if now < self._due:
                return None
            self.start()
            return f"{self.part.label}已重新启动。"
        if self._process.poll() is None:
            return None
        self._end_group()  # what a killed leader left would hold the port
        status = self._process.returncode
        self._process = None
        self.deaths += 1
        if now - self._started > STEADY_SECONDS:
            self._failures_in_a_row = 0
        pause = PAUSES_SECONDS[min(self._failures_in_a_row, len(PAUSES_SECONDS) - 1)]
        self._failures_in_a_row += 1
        self._due = now + pause
        return f"{self.part.label}意外退出（状态 {status}），{pause} 秒后重新启动；日志：{self.log}"

    def ask_to_stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def has_stopped(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def force_to_stop(self) -> None:
        if self._process:
            self._end_group()
            self._process.wait()
            self._process = None

    def end_of_log(self) -> str:
        return end_of(self.log)

    def _end_group(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
