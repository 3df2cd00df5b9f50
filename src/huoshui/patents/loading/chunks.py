"""Which rows of a checked file one transaction takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from huoshui.patents.loading.spool import TO_APPLY, Block


@dataclass(frozen=True, slots=True)
class Chunk:
    """`blocks` hold something to apply; rows from `first` up to `end` are done with it."""

    first: int
    end: int
    blocks: Sequence[Block]


def chunk_from(blocks: Sequence[Block], first: int, last_row: int, most_rows: int, verdicts: bytes) -> Chunk:
    """Blocks of which together no more than so many rows are to be applied, one at least.

    What is known word for word is passed over without a chunk of its own.
    """
    waiting = [block for block in blocks if block.first >= first]
    bounds = [*(block.first for block in waiting[1:]), last_row]
    taken: list[Block] = []
    rows = 0
    for block, end in zip(waiting, bounds, strict=True) if waiting else ():
        todo = sum(verdicts.count(one, block.first, end) for one in TO_APPLY)
        if rows and rows + todo > most_rows:
            return Chunk(first, block.first, taken)
        rows += todo
        if todo:
            taken.append(block)
    return Chunk(first, last_row, taken)


def firsts_of_chunks(
    blocks: Sequence[Block], first: int, last_row: int, most_rows: int, verdicts: bytes
) -> Sequence[int]:
    firsts = [first]
    while (end := chunk_from(blocks, firsts[-1], last_row, most_rows, verdicts).end) < last_row:
        firsts.append(end)
    return firsts
