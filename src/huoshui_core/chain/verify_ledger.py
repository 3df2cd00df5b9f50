"""Offline verifier of an exported ledger. One file, the standard library alone:

    python verify_ledger.py 台账.jsonl [--head 序号:封存值] [--anchors 锚点.jsonl]

The file holds a head line, one line for each sealed entry, and an end line. Each seal is
H(previous seal ‖ bytes of the entry as they stand); the first follows 32 zero bytes.
Exit code 0: whole; 1: damaged, each place named; 2: unreadable.
"""

import argparse
import hashlib
import json
import mmap
import re
import sys
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

FORMAT = "huoshui-ledger/1"
ALGORITHMS = ("sm3", "sha256")  # GB/T 32905, FIPS 180-4
GENESIS = bytes(32)
MOST = 20  # damages named before the walk is given up
_RECORD = re.compile(
    rb'\{"n":(0|[1-9]\d{0,17}),"alg":"([a-z0-9]{1,16})","digest":"([0-9a-f]{64})","entry":(null|\{.*\})\}\r?', re.DOTALL
)
KINDS = {
    "changed": "改动",
    "deleted": "删除",
    "inserted": "插入",
    "swapped": "调换",
    "truncated": "截断",
    "rewritten": "整段重写",
}


class Damage(NamedTuple):
    kind: str  # of KINDS
    n: int  # where: the number the line has, or would have, in the whole chain
    text: str


class Head(NamedTuple):
    """What is known from elsewhere: the seal of entry `n`."""

    n: int
    digest: str


class Verdict(NamedTuple):
    entries: int
    withheld: int  # given by their seals alone
    first: int
    last: int
    head: str
    damages: tuple[Damage, ...]


class Record(NamedTuple):
    n: int
    algorithm: str
    digest: bytes
    entry: bytes | None  # None: withheld

    def follows(self, previous: bytes | None) -> bool:
        """Whatever can't be known is let pass: an entry withheld, or a line after one that is lost."""
        if self.entry is None or previous is None:
            return True
        return self.algorithm in ALGORITHMS and link(self.algorithm, previous, self.entry) == self.digest


def link(algorithm: str, previous: bytes, entry: bytes) -> bytes:
    """Raises ValueError for an algorithm outside the list, or one this Python lacks."""
    if algorithm not in ALGORITHMS:
        raise ValueError(f"algorithm not allowed: {algorithm}")
    return hashlib.new(algorithm, previous + entry).digest()


def best_algorithm() -> str:
    return next(name for name in ALGORITHMS if name in hashlib.algorithms_available)


def verify(data: "bytes | mmap.mmap", known: Sequence[Head] = ()) -> Verdict:
    """`known`: heads and anchors written down elsewhere; only they tell of an end cut off or of a chain recomputed."""
    return _Walk(data, known).run()


class _Walk:
    def __init__(self, data: "bytes | mmap.mmap", known: Sequence[Head]) -> None:
        self.data = data
        self.known = sorted(known)
        self.order = _starts(data)
        self.damages: list[Damage] = []
        self.explained: set[int] = set()  # places whose wrong numbers a damage already explains
        self.shift = 0  # numbers stated less true numbers: an inserted line may have had the rest renumbered
        self.withheld = 0
        self.past: deque[bytes] = deque(maxlen=100)  # seals that lines before the last one followed
        self.heads = {head.n: b"" for head in self.known}
        self.first, self.before = self._read_head()
        self.end = self._read_end()
        self.lost = self._count_lost()

    def run(self) -> Verdict:
        at, n, previous = 0, self.first, self.before
        while at < len(self.order) and len(self.damages) < MOST:
            record = self._record(at)
            if record is None or not record.follows(previous) or (previous is None and record.n - self.shift > n):
                at, n, previous = self._diagnose(at, n, previous, record)
                continue
            if record.n - self.shift != n:
                self._misnumbered(at, n, record)
            if previous is not None:
                self.past.append(previous)
            previous = record.digest
            self.withheld += record.entry is None
            if n in self.heads:
                self.heads[n] = previous
            at, n = at + 1, n + 1
        head = previous.hex() if previous else ""
        self._check_end(n - 1, head)
        return Verdict(len(self.order), self.withheld, self.first, n - 1, head, tuple(self.damages))

    # ------------------------------------------------------------------ reading

    def _line(self, start: int) -> bytes:
        end = self.data.find(b"\n", start)
        return bytes(self.data[start : len(self.data) if end < 0 else end])

    def _record(self, at: int) -> Record | None:
        if not 0 <= at < len(self.order):
            return None
        found = _RECORD.fullmatch(self._line(self.order[at]))
        if found is None:
            return None
        n, algorithm, digest, entry = found.groups()
        return Record(int(n), algorithm.decode(), bytes.fromhex(digest.decode()), None if entry == b"null" else entry)

    def _read_head(self) -> tuple[int, bytes | None]:
        told = _object(self._line(self.order[0])) if self.order else {}
        if told.get("format") == FORMAT:
            self.order.pop(0)
            try:
                return int(str(told["from"])), bytes.fromhex(str(told["previous"]))
            except (KeyError, ValueError):
                pass
        record = self._record(0)
        first = record.n if record else 1
        self._found("changed", first, "文件的开头行缺失或被改动")
        return first, None

    def _read_end(self) -> Head | None:
        told = _object(self._line(self.order[-1])) if self.order else {}
        if "end" not in told:
            return None
        self.order.pop()
        try:
            return Head(int(str(told["end"])), str(told["digest"]))
        except (KeyError, ValueError):
            return None

    def _count_lost(self) -> int:
        """Lines missing although the numbers run on: a seal known from elsewhere stands under a smaller number."""
        last = self._record(len(self.order) - 1)
        for head in reversed([*self.known, *([self.end] if self.end else [])]):
            if last and last.digest.hex() == head.digest and last.n < head.n:
                return head.n - last.n
        return 0

    # ------------------------------------------------------------------ naming what is wrong

    def _found(self, kind: str, n: int, text: str) -> None:
        self.damages.append(Damage(kind, n, text))

    def _diagnose(
        self, at: int, n: int, previous: bytes | None, record: Record | None
    ) -> tuple[int, int, bytes | None]:
        """Names the damage at place `n` and answers where and with what the walk goes on."""
        rightful = self._find_rightful(at, previous)
        if rightful:
            self._reorder(at, rightful, n)
            return at, n, previous
        if record is None:
            self._found("changed", n, f"第 {n} 条已不成格式")
            return at + 1, n + 1, None
        if pushed := self._pushed_in(record):
            self._found("inserted", n - pushed, f"第 {n - pushed} 条之前插入了 {pushed} 条重算过封存值的记录")
            if record.n - self.shift == n:
                self.shift += pushed
            return at + 1, n - pushed + 1, record.digest
        if record.n - self.shift > n:
            upto = record.n - self.shift - 1
            self._found("deleted", n, f"第 {n} 条" + (f"至第 {upto} 条" if upto > n else "") + "被删除")
            return at + 1, upto + 2, record.digest
        if self.lost:
            upto = n + self.lost - 1
            self._found("deleted", n, f"第 {n} 条起有 {self.lost} 条被删除，其后重新编了号")
            self.shift, self.lost = -self.lost, 0
            return at + 1, upto + 2, record.digest
        return self._changed(at, n, previous, record)

    def _changed(self, at: int, n: int, previous: bytes | None, record: Record) -> tuple[int, int, bytes | None]:
        following = self._record(at + 1)
        for algorithm in ALGORITHMS:
            if previous is None or record.entry is None:
                break
            made = link(algorithm, previous, record.entry)
            if made == record.digest or (following and following.entry and following.follows(made)):
                self._found("changed", n, f"第 {n} 条的封存值或算法被改动，内容未动")
                return at + 1, n + 1, made
        self._found("changed", n, f"第 {n} 条的内容被改动（若第 {n - 1} 条被改写并重算过，也在此处断开）")
        goes_on = following is not None and following.follows(record.digest)
        return at + 1, n + 1, record.digest if goes_on else None

    def _pushed_in(self, record: Record) -> int:
        """How many lines before this one were forged on to the chain: it follows a seal further back."""
        for back, seal in enumerate(reversed(self.past), 1):
            if record.entry is not None and record.follows(seal):
                return back
        return 0

    def _find_rightful(self, at: int, previous: bytes | None) -> int:
        """The place further on of the line that belongs here; 0 when there is none."""
        if previous is None:
            return 0
        for later in range(at + 1, len(self.order)):
            record = self._record(later)
            if record and record.entry is not None and record.follows(previous):
                return later
        return 0

    def _reorder(self, at: int, rightful: int, n: int) -> None:
        """Puts the line that belongs here into its place: others were swapped with it, or pushed in before it."""
        here, there = self._record(at), self._record(rightful)
        between = self._record(rightful - 1) if rightful - at > 1 else there
        after = self._record(at + 1) if rightful - at > 1 else here
        other = n + rightful - at
        if _fit(here, between) and _fit(after, there):
            self._found("swapped", n, f"第 {n} 条与第 {other} 条被调换")
            self.explained |= {n, other}
            self.order[at], self.order[rightful] = self.order[rightful], self.order[at]
        elif _fit(here, there):
            self._found("swapped", n, f"第 {n} 条被挪到第 {other} 条的位置")
            self.explained |= set(range(n, other + 1))
            self.order.insert(at, self.order.pop(rightful))
        else:
            count = rightful - at
            self._found("inserted", n, f"第 {n} 条之前插入了 {count} 条不属于台账的记录")
            if there and there.n - self.shift == other:
                self.shift += count
            del self.order[at:rightful]

    def _misnumbered(self, at: int, n: int, record: Record) -> None:
        if n in self.explained:
            return
        self._found("changed", n, f"第 {n} 条的序号被改为 {record.n}")
        following = self._record(at + 1)
        if following and following.n - self.shift != n + 1:
            self.shift = record.n - n

    # ------------------------------------------------------------------ the end, and what is known from elsewhere

    def _check_end(self, last: int, head: str) -> None:
        if self.end is None:
            self._found("truncated", last + 1, f"文件没有结束行，第 {last} 条之后被截断")
        elif self.end.n - self.shift > last:
            self._found("truncated", last + 1, f"第 {last + 1} 条至第 {self.end.n} 条被截断")
        elif head and (self.end.n - self.shift, self.end.digest) != (last, head) and not self.damages:
            self._found("changed", last, "文件的结束行与最后一条不符")
        since = self.first
        for one in self.known:
            if one.n > last:
                if not any(damage.kind == "truncated" for damage in self.damages):
                    self._found("truncated", last + 1, f"已知封存到第 {one.n} 条，文件只到第 {last} 条")
            elif one.n >= self.first and self.heads[one.n].hex() != one.digest and not self.damages:
                self._found("rewritten", since, f"第 {since} 条至第 {one.n} 条之间被整段重写，与已知封存值不符")
            since = one.n + 1


def _fit(record: Record | None, before: Record | None) -> bool:
    """Known to follow, not merely let pass."""
    return record is not None and before is not None and record.entry is not None and record.follows(before.digest)


def _starts(data: "bytes | mmap.mmap") -> "array[int]":
    starts, at = array("Q"), 0
    while at < len(data):
        starts.append(at)
        at = data.find(b"\n", at) + 1 or len(data)
    return starts


def _object(line: bytes) -> dict[str, object]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) and "entry" not in told else {}


def read_heads(path: str) -> Iterator[Head]:
    """From a file of anchors: JSON lines with n and digest."""
    with open(path, "rb") as file:
        for line in file:
            told = json.loads(line)
            yield Head(int(told["n"]), str(told["digest"]))


def head_from(text: str) -> Head:
    n, _, digest = text.partition(":")
    if not n.isdecimal() or not re.fullmatch("[0-9a-f]{64}", digest):
        raise argparse.ArgumentTypeError("应为 序号:封存值（64 位十六进制）")
    return Head(int(n), digest)


def verify_file(path: str, known: Sequence[Head] = ()) -> Verdict:
    """Raises OSError, or ValueError for an empty file or an algorithm this Python lacks."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return verify(data, known)


def told(verdict: Verdict) -> Iterator[str]:
    withheld = f"，其中 {verdict.withheld} 条只列封存值" if verdict.withheld else ""
    if not verdict.damages:
        yield f"完好：第 {verdict.first} 条至第 {verdict.last} 条，共 {verdict.entries} 条{withheld}"
        yield f"链头 {verdict.last}:{verdict.head}"
        return
    yield f"发现 {len(verdict.damages)} 处损坏（共读到 {verdict.entries} 条{withheld}）："
    for damage in verdict.damages:
        yield f"  [{KINDS[damage.kind]}] {damage.text}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="核验导出的操作台账")
    parser.add_argument("file", metavar="文件")
    parser.add_argument("--head", action="append", type=head_from, default=[], metavar="序号:封存值")
    parser.add_argument("--anchors", metavar="锚点文件")
    options = parser.parse_args(arguments)
    try:
        known = [*options.head, *(read_heads(options.anchors) if options.anchors else ())]
        verdict = verify_file(options.file, known)
    except (OSError, ValueError, KeyError) as fault:
        sys.stderr.write(f"读不了：{fault}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in told(verdict))
    return 1 if verdict.damages else 0


if __name__ == "__main__":
    sys.exit(main())
