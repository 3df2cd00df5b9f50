"""Where a large text table may be cut, so that two processes read it side by side. Bytes are counted, not parsed."""

from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20
_LONGEST_CELL = 10_000  # lines that are looked at for an end of a record before the file is left in one piece


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to `end`, whole records; `lines` begin before it."""

    start: int
    end: int
    lines: int


class TornSpan(Exception):
    """What is wrong in a span, and where, nobody can say before the file has been read whole from its beginning."""


def halves(path: Path) -> tuple[Span, Span] | None:
    """None where no line end near the middle is the end of a record for sure.

    Quotes before a record's end come in pairs, in every encoding that is read. A stray quote misleads this: then the
    first half ends within quotes, which its reader notices.
    """
    size = path.stat().st_size
    quotes = lines = 0
    with path.open("rb") as file:
        left, before = size // 2, b""
        while left and (block := file.read(min(_BLOCK, left))):
            if _has_lone_return(before + block):
                return None
            before = block[-1:] if block.endswith(b"\r") else b""
            quotes, lines, left = quotes + block.count(b'"'), lines + block.count(b"\n"), left - len(block)
        for _ in range(_LONGEST_CELL):
            line = file.readline()
            if not line.endswith(b"\n") or _has_lone_return(before + line):
                return None
            before = b""
            quotes, lines = quotes + line.count(b'"'), lines + 1
            if quotes % 2 == 0:
                middle = file.tell()
                return Span(0, middle, 0), Span(middle, size, lines)
    return None


def _has_lone_return(block: bytes) -> bool:
    """An old line end, which is a line to readers and none to the count. One that ends the block is not yet known."""
    return b"\r" in block and block.count(b"\r") - block.endswith(b"\r") != block.count(b"\r\n")


class SpanFile(RawIOBase):
    """The bytes of a span as a file of their own."""

    def __init__(self, file: BinaryIO, span: Span) -> None:
        self._file, self._left = file, span.end - span.start
        file.seek(span.start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = self._file.read(min(len(buffer), self._left))
        buffer[: len(content)] = content
        self._left -= len(content)
        return len(content)

    def close(self) -> None:
        self._file.close()
        super().close()
