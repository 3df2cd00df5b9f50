"""The chain in the database against the lines it seals, step by step; by the sealer's role, which sees both."""

from collections.abc import Sequence
from typing import Any

import psycopg

from huoshui_core.chain import COLUMNS, GENESIS, Damage, Head, Line, entry_of, gone, link

Connection = psycopg.Connection[Any]
STEP = 2_000
MOST = 20  # damages named
_LINES = ", ".join(f"line.{column}" for column in COLUMNS.split(", "))
_SEALS = f"""
    SELECT seal.n, seal.line_id, seal.algorithm, seal.digest, {_LINES} FROM ledger_seal AS seal
    LEFT JOIN kernel_ledgerline AS line ON line.id = seal.line_id WHERE seal.n > %s ORDER BY seal.n LIMIT %s
"""  # noqa: S608  nothing of a caller's stands in the text
# One statement, so one snapshot: a line is waiting or sealed, at every moment.
_UNKNOWN = """
    SELECT line.id FROM kernel_ledgerline AS line
    WHERE NOT EXISTS (SELECT FROM ledger_waiting WHERE line_id = line.id)
    AND NOT EXISTS (SELECT FROM ledger_seal WHERE line_id = line.id) ORDER BY line.id LIMIT %s
"""


class Checker:
    """`known`: heads kept elsewhere. Steps until `is_done`; then `damages` is all that was found."""

    def __init__(self, known: Sequence[Head] = ()) -> None:
        self.known = {head.n: head.digest for head in known}
        self.n, self.previous = 0, GENESIS
        self.entries = 0
        self.damages: list[Damage] = []
        self.is_done = False

    def step(self, connection: Connection, *, limit: int = STEP) -> None:
        rows = connection.execute(_SEALS, [self.n, limit]).fetchall()
        for n, line_id, algorithm, digest, *values in rows:
            self._compare(n, line_id, algorithm, bytes(digest), Line(*values) if values[0] is not None else None)
        if len(rows) < limit:
            self._finish(connection)

    def run(self, connection: Connection) -> "Checker":
        while not self.is_done:
            self.step(connection)
        return self

    def _compare(self, n: int, line_id: int, algorithm: str, digest: bytes, line: Line | None) -> None:
        if n != self.n + 1:
            self._found("deleted", self.n + 1, f"第 {self.n + 1} 条至第 {n - 1} 条封存记录被删除")
        else:
            self._compare_seal(n, line_id, link(algorithm, self.previous, _entry(line_id, line)) == digest, line)
        if self.known.get(n, digest.hex()) != digest.hex() and not self.damages:
            self._found("rewritten", n, f"第 {n} 条及之前被整段重写，与已知封存值不符")
        self.n, self.previous, self.entries = n, digest, self.entries + 1

    def _compare_seal(self, n: int, line_id: int, fits: bool, line: Line | None) -> None:
        if line is None:
            when = "在封存之前" if fits else ""
            self._found("deleted", n, f"第 {n} 条（记录 {line_id}）{when}被删除")
        elif not fits:
            self._found("changed", n, f"第 {n} 条（记录 {line_id}）与封存值不符")

    def _finish(self, connection: Connection) -> None:
        for (line_id,) in connection.execute(_UNKNOWN, [MOST]).fetchall():
            self._found("inserted", 0, f"记录 {line_id} 未经登记，既未封存也不待封存")
        last = max(self.known, default=0)
        if last > self.n:
            self._found("truncated", self.n + 1, f"已知封存到第 {last} 条，数据库中只到第 {self.n} 条")
        self.is_done = True

    def _found(self, kind: str, n: int, text: str) -> None:
        if len(self.damages) < MOST:
            self.damages.append(Damage(kind, n, text))


def known_in(connection: Connection) -> Sequence[Head]:
    """The anchors the database itself keeps; those outside it weigh more."""
    rows = connection.execute("SELECT n, digest FROM ledger_anchor ORDER BY n").fetchall()
    return [Head(n, bytes(digest).hex()) for n, digest in rows]


def write_check(connection: Connection, checker: Checker) -> None:
    """For the page, which may not look itself."""
    first = checker.damages[0] if checker.damages else Damage("", 0, "")
    query = "INSERT INTO ledger_check (upto, damages, kind, n) VALUES (%s, %s, %s, %s)"
    connection.execute(query, [checker.n, len(checker.damages), first.kind, first.n])


def _entry(line_id: int, line: Line | None) -> bytes:
    return gone(line_id) if line is None else entry_of(line)
