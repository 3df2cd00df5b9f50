"""Looking at and ending processes. Where there is no /proc (macOS), what only /proc can tell is left out."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")
HAS_PROC = (PROC / "self" / "stat").exists()
PR_SET_PDEATHSIG = 1


def is_running(pid: int) -> bool:
    """A zombie, which only waits to be reaped, is not running."""
    if HAS_PROC:
        return (fields := _stat(pid)) is not None and fields[0] not in "ZX"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def started_at(pid: int) -> str | None:
    """The kernel's start time; with the pid it names one process for good. None: gone, or no /proc."""
    fields = _stat(pid)
    return fields[19] if fields else None


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process has `folder` (resolved) as its working folder."""
    if not HAS_PROC:
        return True
    try:
        return os.readlink(PROC / str(pid) / "cwd") == str(folder)
    except OSError:
        return False


def processes_in(folder: Path) -> list[int]:
    """Running processes whose working folder is `folder`."""
    pids = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if HAS_PROC else []
    return [pid for pid in pids if works_in(pid, folder) and is_running(pid)]


def end_all(
    pids: Callable[[], Iterable[int]], *, patience_seconds: float, ask_by: signal.Signals = signal.SIGTERM
) -> bool:
    """Ask, then force, until `pids()` is empty; half of the patience for each. False if some remain."""
    for sent in (ask_by, signal.SIGKILL):
        for pid in pids():
            signal_quietly(pid, sent)
        if wait_until(lambda: not list(pids()), seconds=patience_seconds / 2):
            return True
    return False


def signal_quietly(pid: int, sent: int) -> None:
    try:
        os.kill(pid, sent)
    except ProcessLookupError:
        return


def wait_until(condition: Callable[[], bool], *, seconds: float, step_seconds: float = 0.05) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step_seconds)
    return True


def die_with_parent(sent: int) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends `sent` to the child when its parent dies, even by kill -9. Linux only."""
    if sys.platform != "linux":
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)  # loaded here: between fork and exec as little as possible is done
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, sent)
        if os.getppid() != parent:  # it died before the arrangement
            os._exit(1)

    return arrange


def _stat(pid: int) -> list[str] | None:
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None


def children_of(pid: int) -> Iterator[int]:
    for entry in PROC.iterdir() if HAS_PROC else ():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))) and int(fields[1]) == pid:
            yield int(entry.name)
