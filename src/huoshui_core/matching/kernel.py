"""Exact sparse top-k in both directions in one pass. The rule: the answer never depends on how the work was cut.

A pair's score is summed over the query's terms in ascending order, in 32 bits, then the column's prior is added; lists
are ordered by score, then by lower id. Both orders are total, so any cut by blocks, rows, threads or processes gives
the same bits.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from huoshui_core.matching.compiled import compiled, inlined

LANE = 64  # accumulators tested at once
NONE = np.int32(2**31 - 1)  # id of an empty place in a list: worse than any real one
_U = np.uint64


class Rows(NamedTuple):
    """Sparse rows; within a row `ids` ascend."""

    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    values: NDArray[np.float32]


class Blocks(NamedTuple):
    """The other side turned round: for each block of `size` columns and each term, its postings."""

    size: int
    pointers: NDArray[np.int32]  # [block, term]: where postings begin, from the block's base
    base: NDArray[np.int64]
    columns: NDArray[np.uint16]  # within the block
    values: NDArray[np.float32]
    prior: NDArray[np.float32]  # by column


class Heaps(NamedTuple):
    """The k best so far of each row, worst first; `bar` repeats the worst score, contiguous for the inner loop."""

    bar: NDArray[np.float32]
    scores: NDArray[np.float32]
    ids: NDArray[np.int32]


@inlined
def _is_worse(score: float, at: int, than_score: float, than_at: int) -> bool:
    return score < than_score or (score == than_score and at > than_at)


@inlined
def _replace_worst(scores, ids, score, at):  # type: ignore[no-untyped-def]  # numba infers
    size = scores.size
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and _is_worse(scores[child + 1], ids[child + 1], scores[child], ids[child]):
            child += 1
        if not _is_worse(scores[child], ids[child], score, at):
            break
        scores[place] = scores[child]
        ids[place] = ids[child]
        place = child
    scores[place] = score
    ids[place] = at


@inlined
def _scatter(sums, columns, values, start, stop, weight):  # type: ignore[no-untyped-def]  # numba infers
    """Unsigned indices spare the wrap-around test; four postings a turn (a column occurs once in a list)."""
    at = start
    while at + _U(4) <= stop:
        a, b, c, d = columns[at], columns[at + _U(1)], columns[at + _U(2)], columns[at + _U(3)]
        sums[a] += weight * values[at]
        sums[b] += weight * values[at + _U(1)]
        sums[c] += weight * values[at + _U(2)]
        sums[d] += weight * values[at + _U(3)]
        at += _U(4)
    while at < stop:
        sums[columns[at]] += weight * values[at]
        at += _U(1)


@inlined
def _offer(heaps, place, score, at):  # type: ignore[no-untyped-def]  # numba infers
    """Take a candidate into the list at `place` if it is better than the worst there; returns the bar it leaves."""
    scores, ids = heaps.scores[place], heaps.ids[place]
    if _is_worse(scores[0], ids[0], score, at):
        _replace_worst(scores, ids, score, at)
    return scores[0]


@inlined
def _may_enter(sums, prior, bar, column_bar, lane):  # type: ignore[no-untyped-def]  # numba infers
    """Whether any of a lane's pairs reaches either list; no branch inside, so it vectorises."""
    hits = np.int32(0)
    for j in range(LANE):
        score = sums[lane + _U(j)] + prior[lane + _U(j)]
        hits += np.int32(score >= bar) | np.int32(score >= column_bar[lane + _U(j)])
    return hits > 0


@compiled
def top_k(rows: Rows, first_row: int, blocks: Blocks, by_row: Heaps, by_column: Heaps, first: int, last: int) -> None:
    """Score `rows`, whose ids begin at `first_row`, against blocks first..last-1 and update both sides' heaps in place.

    A column's bar of +inf switches that direction off.
    """
    padded = (blocks.size + LANE - 1) // LANE * LANE
    sums = np.zeros(padded, np.float32)
    prior = np.empty(padded, np.float32)
    column_bar = np.empty(padded, np.float32)
    for block in range(first, last):
        offset = block * blocks.size
        width = min(blocks.size, blocks.prior.size - offset)
        base, pointers = blocks.base[block], blocks.pointers[block]
        prior[:] = np.float32(-np.inf)
        prior[:width] = blocks.prior[offset : offset + width]
        column_bar[:] = np.float32(np.inf)
        column_bar[:width] = by_column.bar[offset : offset + width]
        for row in range(rows.starts.size - 1):
            for k in range(rows.starts[row], rows.starts[row + 1]):
                term = rows.ids[k]
                start, stop = _U(base + pointers[term]), _U(base + pointers[term + 1])
                _scatter(sums, blocks.columns, blocks.values, start, stop, rows.values[k])
            bar = by_row.bar[row]
            for lane in range(0, width, LANE):
                if _may_enter(sums, prior, bar, column_bar, _U(lane)):
                    for j in range(lane, min(lane + LANE, width)):
                        score = sums[j] + prior[j]
                        if score >= bar:
                            bar = _offer(by_row, row, score, np.int32(offset + j))
                        if score >= column_bar[j]:
                            column_bar[j] = _offer(by_column, offset + j, score, np.int32(first_row + row))
                for j in range(LANE):  # a slice here would keep the lane test from vectorising
                    sums[_U(lane) + _U(j)] = np.float32(0)
            by_row.bar[row] = bar
        by_column.bar[offset : offset + width] = column_bar[:width]


def empty_heaps(count: int, k: int, floor: float) -> Heaps:
    """Lists that take whatever scores `floor` or more; with k = 0, lists that take nothing."""
    bar = np.full(count, floor if k else np.inf, np.float32)
    return Heaps(bar, np.full((count, max(k, 1)), floor, np.float32), np.full((count, max(k, 1)), NONE, np.int32))


def best_first(heaps: list[Heaps], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Join lists of the same rows and put them in order: (ids, scores), -1 and 0 where there is no match."""
    ids = np.concatenate([h.ids for h in heaps], axis=1)
    scores = np.concatenate([h.scores for h in heaps], axis=1)
    by_id = np.argsort(ids, axis=1, kind="stable")
    ids, scores = np.take_along_axis(ids, by_id, 1), np.take_along_axis(scores, by_id, 1)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    ids, scores = np.take_along_axis(ids, order, 1), np.take_along_axis(scores, order, 1)
    return np.where(ids == NONE, np.int32(-1), ids), np.where(ids == NONE, np.float32(0), scores)


def slice_rows(rows: Rows, first: int, last: int) -> Rows:
    start, stop = rows.starts[first], rows.starts[last]
    return Rows(rows.starts[first : last + 1] - start, rows.ids[start:stop], rows.values[start:stop])


def cut(count: int, part: int, of: int) -> tuple[int, int]:
    """The `part`-th of `of` even runs of `count` rows: first and last + 1. Parts are counted from 0."""
    if not 0 <= part < of:
        raise ValueError(f"part {part} of {of}")
    return count * part // of, count * (part + 1) // of
