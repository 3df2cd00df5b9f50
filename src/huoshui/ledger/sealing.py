"""Seals ledger lines into the chain, as a database role and a process of its own; no Django here.

Lines are written without any lock; a trigger puts their ids into `ledger_waiting` in the same transaction. So a
line that commits late is found late, and never passed over. One batch is one transaction: killed at any instant
the sealer has either sealed a batch and taken it off the list, or neither.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from huoshui_core.chain import COLUMNS, GENESIS, Head, Line, best_algorithm, entry_of, gone, link
from huoshui_core.chain.verify_ledger import read_heads

Connection = psycopg.Connection[Any]
BATCH = 5_000
ZONE = "Asia/Shanghai"
HEAD_FILE, ANCHOR_FILE = "head.jsonl", "anchors.jsonl"

_LINES = ", ".join(f"line.{column}" for column in COLUMNS.split(", "))
_WAITING = f"""
    SELECT waiting.line_id, {_LINES} FROM ledger_waiting AS waiting
    LEFT JOIN kernel_ledgerline AS line ON line.id = waiting.line_id ORDER BY waiting.line_id LIMIT %s
"""  # noqa: S608  nothing of a caller's stands in the text
_ANCHOR = f"""
    INSERT INTO ledger_anchor (day, n, algorithm, digest)
    SELECT (sealed_at AT TIME ZONE '{ZONE}')::date, n, algorithm, digest FROM ledger_seal
    WHERE sealed_at < date_trunc('day', now() AT TIME ZONE '{ZONE}') AT TIME ZONE '{ZONE}'
    ORDER BY n DESC LIMIT 1 ON CONFLICT DO NOTHING
"""  # noqa: S608


def see_everything(connection: Connection) -> None:
    """For a session of the sealer's own: opens the ledger's wall, and no other."""
    connection.execute(
        "SELECT set_config('huoshui.audit_lo', '0', false), set_config('huoshui.audit_hi', %s, false)", [str(2**62)]
    )


def seal_waiting(connection: Connection, *, limit: int = BATCH, algorithm: str | None = None) -> int:
    """Seals up to `limit` waiting lines in one transaction; answers how many. Sealers take turns by a lock."""
    chosen = algorithm or best_algorithm()
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('huoshui ledger'))")
        found = connection.execute(_WAITING, [limit]).fetchall()
        if not found:
            return 0
        n, previous = _head(connection)
        with connection.cursor().copy("COPY ledger_seal (n, line_id, algorithm, digest) FROM STDIN") as copy:
            for line_id, *values in found:
                entry = gone(line_id) if values[0] is None else entry_of(Line(*values))
                n, previous = n + 1, link(chosen, previous, entry)
                copy.write_row((n, line_id, chosen, previous))
        sealed = [row[0] for row in found]
        taken = connection.execute("DELETE FROM ledger_waiting WHERE line_id = ANY(%s)", [sealed]).rowcount
        if taken != len(sealed):
            raise RuntimeError(f"{len(sealed)} lines sealed, {taken} taken off the list")
    return len(found)


def anchor_days(connection: Connection) -> int:
    """The head of the last day that had seals, once that day is over. How many anchors were added: 0 or 1."""
    return connection.execute(_ANCHOR).rowcount


def head_of(connection: Connection) -> Head | None:
    n, digest = _head(connection)
    return Head(n, digest.hex()) if n else None


def _head(connection: Connection) -> tuple[int, bytes]:
    row = connection.execute("SELECT n, digest FROM ledger_seal ORDER BY n DESC LIMIT 1").fetchone()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)


class Outside:
    """Head and anchors in files beside the database: who changes the one doesn't yet change the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept = self._read_head()

    def keep(self, connection: Connection) -> bool:
        """The head as it is now. False when the chain no longer holds the head kept before, which then stays."""
        head = head_of(connection)
        if head == self._kept:
            return True
        if self._kept and not _holds(connection, self._kept):
            return False
        if head:
            new = self.folder / f"{HEAD_FILE}.new"
            new.write_text(json.dumps(head._asdict()) + "\n")
            new.replace(self.folder / HEAD_FILE)
        self._kept = head
        return True

    def _read_head(self) -> Head | None:
        path = self.folder / HEAD_FILE
        return next(read_heads(str(path)), None) if path.exists() else None

    def keep_anchors(self, connection: Connection) -> None:
        path = self.folder / ANCHOR_FILE
        last = max((head.n for head in read_heads(str(path))), default=0) if path.exists() else 0
        query = "SELECT day, n, algorithm, digest FROM ledger_anchor WHERE n > %s ORDER BY n"
        rows = connection.execute(query, [last]).fetchall()
        with path.open("a") as file:
            for day, n, algorithm, digest in rows:
                told = {"day": str(day), "n": n, "algorithm": algorithm, "digest": bytes(digest).hex()}
                file.write(json.dumps(told) + "\n")

    def known(self) -> Sequence[Head]:
        paths = [self.folder / ANCHOR_FILE, self.folder / HEAD_FILE]
        return [head for path in paths if path.exists() for head in read_heads(str(path))]


def _holds(connection: Connection, head: Head) -> bool:
    row = connection.execute("SELECT digest FROM ledger_seal WHERE n = %s", [head.n]).fetchone()
    return row is not None and bytes(row[0]).hex() == head.digest
