"""The first rows of each verdict, to be shown behind the figures of a check."""

from bisect import bisect_right
from collections.abc import Sequence

from huoshui.patents.loading.columns import COLUMNS, LEADING
from huoshui.patents.loading.spool import CHANGED, DROPPED, NEW, SAME, Block, Spool

MOST = 200
NAMES = {NEW: "new", CHANGED: "changed", SAME: "same", DROPPED: "superseded"}
SHOWN = ("publication_no", "application_no", "title")
_ORDER = (*LEADING, *COLUMNS)
_AT = [_ORDER.index(name) for name in ("line", "file", *SHOWN)]


def keep(spool: Spool, blocks: Sequence[Block], verdicts: bytes) -> None:
    for verdict, name in NAMES.items():
        places = _first(verdicts, verdict)
        touched = {bisect_right(blocks, place, key=lambda block: block.first) - 1 for place in places}
        wanted = bytearray(len(verdicts))
        for place in places:
            wanted[place] = 1
        for at in sorted(touched):
            if at >= 0:
                pieces = spool.lines(blocks[at], frozenset({1}), bytes(wanted))
                lines = (line for piece in pieces for line in piece.splitlines(keepends=True))
                spool.append(f"sample-{name}", map(_shown, lines))


def _first(verdicts: bytes, verdict: int) -> list[int]:
    found: list[int] = []
    place = verdicts.find(verdict)
    while place >= 0 and len(found) < MOST:
        found.append(place)
        place = verdicts.find(verdict, place + 1)
    return found


def _shown(line: bytes) -> list[str]:
    cells = line.decode().rstrip("\n").split("\t")
    return [cells[at].replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\") for at in _AT]
