"""A sealed chain in memory, and the ways to tamper with its file: each answers what the verifier has to say."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from huoshui_core.chain import GENESIS, Head, Line, entry_of, link
from huoshui_core.chain.exporting import end_line, head_line, seal_line

BEGUN = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Sealed:
    n: int
    algorithm: str
    digest: bytes
    entry: bytes


@dataclass(frozen=True)
class Chain:
    lines: tuple[Sealed, ...]
    end: Head | None
    first: int = 1

    def file(self) -> bytes:
        parts = [head_line(self.first, GENESIS)]
        parts += [seal_line(one.n, one.algorithm, one.digest, one.entry) for one in self.lines]
        if self.end:
            parts.append(end_line(self.end.n, bytes.fromhex(self.end.digest)))
        return b"".join(parts)

    @property
    def head(self) -> Head:
        return Head(self.lines[-1].n, self.lines[-1].digest.hex())

    def renumbered(self) -> "Chain":
        lines = tuple(replace(one, n=self.first + at) for at, one in enumerate(self.lines))
        return replace(self, lines=lines)


@dataclass(frozen=True)
class Tampered:
    """`where`: the places that are right answers, of one damage; `known` is what the verifier is told."""

    file: bytes
    kinds: set[str]
    where: set[int]
    known: tuple[Head, ...] = ()


def make_chain(rng: random.Random, length: int, algorithm: str = "sm3") -> Chain:
    previous, lines = GENESIS, []
    for n in range(1, length + 1):
        entry = entry_of(make_line(rng, n))
        previous = link(algorithm, previous, entry)
        lines.append(Sealed(n, algorithm, previous, entry))
    return Chain(tuple(lines), Head(length, previous.hex()))


def make_line(rng: random.Random, n: int) -> Line:
    facts = {"后": rng.choice(["listed", "withdrawn"]), "count": rng.randrange(1_000)}
    return Line(
        id=n * 3 + rng.randrange(3),
        at=BEGUN + timedelta(seconds=n),
        org_id=rng.randrange(50),
        seat=430100000001000,
        line_seat=1 * 10**15 * 100 + 430100000001000,
        user_id=rng.randrange(100),
        on_behalf_of=0,
        channel="web",
        verb="privacy.reveal",
        outcome="done",
        subject=f"contact:{rng.randrange(1_000)}",
        facts=json.dumps(facts, ensure_ascii=False),
    )


def change(rng: random.Random, chain: Chain) -> Tampered:
    at = rng.randrange(len(chain.lines))
    one = chain.lines[at]
    how = rng.choice(["entry", "digest", "algorithm", "number", "recomputed"])
    where = {one.n}
    if how == "entry":
        one = replace(one, entry=_with_another_byte(rng, one.entry))
    elif how == "digest":
        one = replace(one, digest=bytes([one.digest[0] ^ 1]) + one.digest[1:])
    elif how == "algorithm":
        one = replace(one, algorithm="sha256" if one.algorithm == "sm3" else "sm3")
    elif how == "number":
        one = replace(one, n=one.n + rng.choice([-1, 1]) * rng.randrange(1, 1_000) if one.n > 1 else 5_000)
        one = replace(one, n=abs(one.n))
    else:
        entry = _with_another_byte(rng, one.entry)
        before = chain.lines[at - 1].digest if at else GENESIS
        one = replace(one, entry=entry, digest=link(one.algorithm, before, entry))
        where |= {one.n + 1}
    lines = (*chain.lines[:at], one, *chain.lines[at + 1 :])
    return Tampered(replace(chain, lines=lines).file(), {"changed"}, where)


def _with_another_byte(rng: random.Random, entry: bytes) -> bytes:
    """A digit or a letter of the values: the file still reads well."""
    at = rng.choice([found.start() for found in re.finditer(rb"[0-9a-z]", entry)])
    return entry[:at] + bytes([entry[at] ^ 1]) + entry[at + 1 :]


def delete(rng: random.Random, chain: Chain) -> Tampered:
    at = rng.randrange(len(chain.lines) - 1)
    count = min(rng.randrange(1, 4), len(chain.lines) - 1 - at)
    left = replace(chain, lines=chain.lines[:at] + chain.lines[at + count :])
    how = rng.choice(["numbers kept", "renumbered", "renumbered to the end"])
    known = (chain.head,) if how == "renumbered to the end" else ()
    if how != "numbers kept":
        left = left.renumbered()
    if how == "renumbered to the end":
        left = replace(left, end=left.head)
    return Tampered(left.file(), {"deleted"}, {chain.lines[at].n}, known)


def insert(rng: random.Random, chain: Chain) -> Tampered:
    at = rng.randrange(1, len(chain.lines))
    how = rng.choice(["invented", "copied", "linked"])
    previous, new = chain.lines[at - 1].digest, []
    for step in range(rng.randrange(1, 4)):
        one = replace(rng.choice(chain.lines[:at]), n=at + 1 + step)
        if how != "copied":
            one = replace(one, entry=_with_another_byte(rng, one.entry), digest=rng.randbytes(32))
        if how == "linked":
            one = replace(one, digest=link(one.algorithm, previous, one.entry))
            previous = one.digest
        new.append(one)
    more = replace(chain, lines=(*chain.lines[:at], *new, *chain.lines[at:]))
    if rng.random() < 0.5:
        more = more.renumbered()
        more = replace(more, end=more.head)
    return Tampered(more.file(), {"inserted"}, {at + 1})


def swap(rng: random.Random, chain: Chain) -> Tampered:
    low, high = sorted(rng.sample(range(len(chain.lines)), 2))
    lines = list(chain.lines)
    lines[low], lines[high] = lines[high], lines[low]
    mixed = replace(chain, lines=tuple(lines))
    if rng.random() < 0.5:
        mixed = mixed.renumbered()
    return Tampered(mixed.file(), {"swapped"}, {low + 1})


def truncate(rng: random.Random, chain: Chain) -> Tampered:
    at = rng.randrange(1, len(chain.lines))
    how = rng.choice(["end kept", "end gone", "within a line", "end rewritten"])
    short = replace(chain, lines=chain.lines[:at])
    if how == "end gone":
        short = replace(short, end=None)
    if how == "end rewritten":
        short = replace(short, end=short.head)
        return Tampered(short.file(), {"truncated"}, {at + 1}, (chain.head,))
    if how == "within a line":
        whole = replace(short, end=None).file()
        more = replace(chain, lines=chain.lines[: at + 1], end=None).file()
        cut = rng.randrange(len(whole) + 1, len(more) - 1)
        return Tampered(more[:cut], {"truncated", "changed"}, {at + 1})
    return Tampered(short.file(), {"truncated"}, {at + 1})


def rewrite(rng: random.Random, chain: Chain) -> Tampered:
    """From one entry on everything is made anew and fits; two seals were written down elsewhere."""
    at = rng.randrange(1, len(chain.lines))
    previous, lines = chain.lines[at - 1].digest, list(chain.lines[:at])
    for step, one in enumerate(chain.lines[at:]):
        entry = one.entry if step else _with_another_byte(rng, one.entry)
        previous = link(one.algorithm, previous, entry)
        lines.append(replace(one, entry=entry, digest=previous))
    made = replace(chain, lines=tuple(lines), end=Head(chain.lines[-1].n, previous.hex()))
    anchor = chain.lines[rng.randrange(len(chain.lines))]
    known = (Head(anchor.n, anchor.digest.hex()), chain.head)
    since = 1 if anchor.n > at else anchor.n + 1
    return Tampered(made.file(), {"rewritten"}, {since}, known)


WAYS: dict[str, Callable[[random.Random, Chain], Tampered]] = {
    "change": change,
    "delete": delete,
    "insert": insert,
    "swap": swap,
    "truncate": truncate,
    "rewrite": rewrite,
}
