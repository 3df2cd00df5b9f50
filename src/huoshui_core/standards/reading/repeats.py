"""Rows already seen in one file or package."""

from dataclasses import dataclass, field
from typing import NamedTuple

from huoshui_core.standards.clean import CleanValue
from huoshui_core.standards.refusal import Problem

_BITS = 64
_MASK = (1 << _BITS) - 1


class Row(NamedTuple):
    """`line` is where the row begins, as the person sees it in the file."""

    line: int
    values: dict[str, CleanValue]
    file: str = ""


@dataclass(slots=True)
class Repeats:
    """An identical row again is counted; a differing one is a problem.

    The only thing in reading that grows with the file: about 150 bytes a row, because keys and contents are kept as
    hashes of 64 bits (two keys of a million rows meet by chance once in thirty million files).
    """

    count: int = 0
    _seen: dict[int, int] = field(default_factory=dict)
    _files: dict[str, int] = field(default_factory=dict)

    def answer(self, row: Row, key: str, print_of_row: int) -> Row | Problem | None:
        file = self._files.setdefault(row.file, len(self._files))
        place = row.line << 32 | file
        now = place << _BITS | print_of_row & _MASK
        earlier = self._seen.setdefault(hash(key), now)
        if earlier >> _BITS == place:
            return row
        if earlier & _MASK == now & _MASK:
            self.count += 1
            return None
        return self._contradiction(row, key, earlier >> _BITS)

    def _contradiction(self, row: Row, key: str, earlier: int) -> Problem:
        line, file = earlier >> 32, list(self._files)[earlier & 0xFFFFFFFF]
        place = f"第{line}行" if file == row.file else f"{file} 第{line}行"
        message = f"与{place}是同一条（{key}），但内容不同，请保留其一"
        return Problem(row.file, row.line, "", key, message, "duplicate_row")
