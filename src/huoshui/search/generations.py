"""Where an index lies: numbered generations in one folder, a pointer to the current one, and the writers' lock.

A rebuild fills a new generation and then turns the pointer in one step; readers follow at their next search.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huoshui.search.errors import IndexBusy

STAMP = "stamp"
POINTER = "current"


class Generations:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        try:
            return self.folder / (self.folder / POINTER).read_text("utf-8")
        except FileNotFoundError:
            return None

    def fresh(self) -> Path:
        """An empty folder for the next generation; what a broken rebuild left there is thrown away."""
        current = self.current()
        path = self.folder / f"{int(current.name) + 1 if current else 1:06d}"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def turn_to(self, path: Path, stamp: str) -> None:
        """The generation before stays until the next turn, for searches that are still reading it."""
        previous = self.current()
        (path / STAMP).write_text(stamp, "utf-8")
        pointer = self.folder / f"{POINTER}.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.folder / POINTER)
        for old in self.folder.iterdir():
            if old.is_dir() and old not in (path, previous):
                shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def writing(self, wait_seconds: float) -> Iterator[None]:
        """One writer over all processes; the kernel lets go when the holder dies. Raises IndexBusy after the wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writer.lock").open("w") as file:
            until = time.monotonic() + wait_seconds
            while not _locked(file.fileno()):
                if time.monotonic() > until:
                    raise IndexBusy(self.folder.name)
                time.sleep(0.05)
            yield


def stamp_of(generation: Path) -> str:
    try:
        return (generation / STAMP).read_text("utf-8")
    except FileNotFoundError:
        return ""


def change_mark(generation: Path) -> tuple[int, int]:
    """Differs after every commit: the engine replaces this file then."""
    state = (generation / "meta.json").stat()
    return state.st_mtime_ns, state.st_ino


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
