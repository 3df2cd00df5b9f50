"""The door for files of strangers: the same answers as `open_source`, from a process that may die of the file alone.

The child has 768 MiB, processor seconds by the size of the file, no file or socket of ours and none of our environment.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any

from huoshui_core.standards.model import Dataset
from huoshui_core.standards.reading.packing import LENGTH_DIGITS, Packing, problem_of, read
from huoshui_core.standards.reading.repeats import Repeats, Row
from huoshui_core.standards.reading.source import Source
from huoshui_core.standards.refusal import Problem, Unreadable

_MODULE = "huoshui_core.standards.reading.child"
_CPU_SECONDS, _CPU_SECONDS_A_MEBIBYTE, _MOST_CPU_SECONDS = 60, 3, 3600
_SILENT_SECONDS = 240
_MOST_MESSAGE_BYTES = 256 << 20
_BLOCK = 1 << 16
_STOPPED = "文件读到这里无法继续（内容损坏、过大或过于复杂），后面的行没有读取，请检查文件或拆成几个文件"


class _Silence(Exception):
    """The child died, hung or wrote what is no message."""


@dataclass
class _Child:
    process: subprocess.Popen[bytes]
    folder: tempfile.TemporaryDirectory[str]
    buffer: bytearray = field(default_factory=bytearray)

    def message(self) -> list[Any]:
        try:
            length = int(self._take(LENGTH_DIGITS), 16)
            if length > _MOST_MESSAGE_BYTES:
                raise _Silence
            found = read(self._take(length))
        except (ValueError, RecursionError):
            raise _Silence from None
        if not isinstance(found, list) or not found:
            raise _Silence
        return found

    def _take(self, count: int) -> bytes:
        output = self.process.stdout
        if output is None:
            raise _Silence
        with DefaultSelector() as selector:
            selector.register(output, EVENT_READ)
            while len(self.buffer) < count:
                if not selector.select(_SILENT_SECONDS):
                    raise _Silence
                block = output.read1(max(_BLOCK, count - len(self.buffer)))  # type: ignore[attr-defined]
                if not block:
                    raise _Silence
                self.buffer += block
        taken = bytes(self.buffer[:count])
        del self.buffer[:count]
        return taken

    def end(self) -> None:
        """Safe to call twice; a child that still reads is stopped, and what it unpacked is removed."""
        self.process.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.wait()
        self.folder.cleanup()


def open_source_in_child(
    path: Path | str,
    dataset: Dataset,
    *,
    headings: Mapping[str, str] | None = None,
    today: date | None = None,
    name: str | None = None,
) -> Source:
    """As `open_source`. A child that stops half-way ends the rows with one problem of the whole file."""
    path = Path(path).resolve()
    name = (name or path.name).encode("utf-8", "replace").decode()
    child = _start(path, dataset, headings, today, name)
    try:
        kind, *rest = child.message()
        if kind == "refused":
            raise Unreadable(problem_of(rest[0][0]))
        source = Source("", iter(()), Repeats())
        _take_known(source, kind, rest, "open")
    except (_Silence, TypeError, ValueError, IndexError, KeyError) as fault:
        child.end()
        if isinstance(fault, Unreadable):
            raise
        message = "文件无法读取（内容损坏、过大或过于复杂），请另存为 xlsx 或 csv 后重试"
        raise Unreadable(Problem(name, 0, "", "", message, "unreadable_file")) from None
    except BaseException:
        child.end()
        raise
    source.rows = _rows(child, source, Packing(dataset), name)
    return source


def _start(path: Path, dataset: Dataset, headings: Mapping[str, str] | None, today: date | None, name: str) -> _Child:
    size = path.stat().st_size
    request = {
        "path": str(path),
        "dataset": dataset.name,
        "version": dataset.version,
        "headings": dict(headings) if headings else None,
        "today": today.isoformat() if today else None,
        "name": name,
        "cpu_seconds": min(_MOST_CPU_SECONDS, _CPU_SECONDS + _CPU_SECONDS_A_MEBIBYTE * (size >> 20)),
    }
    folder = tempfile.TemporaryDirectory(prefix="huoshui-reading-")
    process = subprocess.Popen(  # noqa: S603 - our own module and an absolute path, no shell
        [sys.executable, "-I", "-m", _MODULE, json.dumps(request)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder.name,
        env={"TMPDIR": folder.name, "LANG": "C.UTF-8"},
    )
    return _Child(process, folder)


def _take_known(source: Source, kind: str, known: list[Any], expected: str) -> None:
    if kind != expected:
        raise _Silence
    source.format, source.encoding, source.sheet, source.columns, ignored, source.is_demonstration = known
    source.ignored = tuple(ignored)


def _rows(child: _Child, source: Source, packing: Packing, name: str) -> Iterator[Row | Problem]:
    try:
        while True:
            kind, *rest = child.message()
            if kind == "refused":
                yield problem_of(rest[0][0])
                return
            if kind != "rows":
                _take_known(source, kind, rest[:-1], "end")
                source.repeats.count = int(rest[-1])
                return
            source.notices.extend(problem_of(one) for one in rest[1])
            yield from list(packing.unpacked(rest[0]))
    except (_Silence, TypeError, ValueError, IndexError, KeyError, ArithmeticError, StopIteration):
        yield Problem(name, 0, "", "", _STOPPED, "reading_stopped")
    finally:
        child.end()
