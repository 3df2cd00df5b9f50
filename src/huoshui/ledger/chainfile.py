"""The sealed chain as a file for the offline verifier, for whoever may read the lines: page and command alike."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from huoshui_core.chain import COLUMNS, GENESIS, Line, end_line, entry_of, gone, head_line, seal_line

Ask = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
CHUNK = 2_000
_LINES = ", ".join(f"line.{column}" for column in COLUMNS.split(", "))
_SEALS = f"""
    SELECT seal.n, seal.line_id, seal.algorithm, seal.digest, {_LINES} FROM ledger_seal AS seal
    LEFT JOIN kernel_ledgerline AS line ON line.id = seal.line_id
    WHERE seal.n > %s AND seal.n <= %s ORDER BY seal.n LIMIT %s
"""  # noqa: S608  nothing of a caller's stands in the text


def export_chain(ask: Ask, *, sees_all: bool) -> Iterator[bytes]:
    """`ask` runs a query in the reader's own view. Of lines outside it only the seals are given; a reader who sees
    all of them gets what is missing as missing."""
    upto = (ask("SELECT max(n) FROM ledger_seal", [])[0][0]) or 0
    yield head_line(1, GENESIS)
    n, head = 0, GENESIS
    while rows := ask(_SEALS, [n, upto, CHUNK]):
        for n, line_id, algorithm, digest, *values in rows:
            head = bytes(digest)
            yield seal_line(n, algorithm, head, _entry(line_id, values, sees_all))
    yield end_line(n, head)


def _entry(line_id: int, values: Sequence[Any], sees_all: bool) -> bytes | None:
    if values[0] is not None:
        return entry_of(Line(*values))
    return gone(line_id) if sees_all else None
