"""Runs a command and says what it took: wall and CPU seconds, peak memory of it and its children."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    wall_seconds: float
    cpu_seconds: float
    peak_mib: float
    exit_code: int


def run(arguments: Sequence[str], *, environment: dict[str, str] | None = None) -> Taken:
    """The command's own output goes to stderr of this process. Peak memory is that of the largest single process."""
    begun = time.perf_counter()
    child = subprocess.Popen(list(arguments), env={**os.environ, **(environment or {})}, stdout=2)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))


def machine() -> str:
    """For the head of a table: model, cores, load at the moment."""
    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores of {names[0] if names else 'unknown make'}, load {load:.1f} before the run"
