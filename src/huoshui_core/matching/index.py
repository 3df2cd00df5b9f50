"""Sparse rows turned into blocks that the kernel sweeps, and the estimate of what a sweep costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huoshui_core.matching.kernel import Blocks, Rows

LARGEST_BLOCK = 16_384  # accumulators of one block stay in the second-level cache, a column number in 16 bits
_BLOCKS_AT_LEAST = 4  # so that small sets too can be shared between threads


def turn_round(rows: Rows, prior: NDArray[np.float32], terms: int) -> Blocks:
    """Postings by block and term. The number of blocks never changes an answer."""
    count = rows.starts.size - 1
    blocks = max(-(-count // LARGEST_BLOCK), min(_BLOCKS_AT_LEAST, count), 1)
    size = max(-(-count // blocks), 1)
    matrix = sparse.csr_matrix((rows.values, rows.ids, rows.starts), shape=(count, terms))
    columns = [matrix[at : at + size].tocsc() for at in range(0, max(count, 1), size)]
    return Blocks(
        size,
        np.stack([c.indptr for c in columns]).astype(np.int32),
        np.cumsum([0] + [c.nnz for c in columns])[:-1].astype(np.int64),
        np.concatenate([c.indices for c in columns]).astype(np.uint16),
        np.concatenate([c.data for c in columns]).astype(np.float32),
        np.ascontiguousarray(prior, np.float32),
    )


@dataclass(frozen=True, slots=True)
class Work:
    """What a run will cost, known before it starts. Seconds: one core of the machine in docs/matching-quality.md."""

    multiply_adds: int
    pairs: int
    seconds: float
    memory_bytes: int


def estimate(rows: Rows, blocks: Blocks, per_row: int, per_column: int, threads: int) -> Work:
    count, columns, terms = rows.starts.size - 1, blocks.prior.size, blocks.pointers.shape[1] - 1
    spread = np.diff(blocks.pointers, axis=1).sum(axis=0, dtype=np.int64)
    adds = int(np.bincount(rows.ids, minlength=terms) @ spread)
    inserts = _inserts(count, per_row, columns) + _inserts(columns, per_column, count)
    visits = rows.ids.size * blocks.pointers.shape[0]
    seconds = 1.0e-9 * adds + 0.1e-9 * count * columns + 8e-8 * inserts + 2e-8 * visits
    lists = 8 * (count * per_row * (2 * threads + 2) + columns * per_column * 4)
    held = 8 * rows.ids.size + 6 * blocks.values.size + blocks.pointers.nbytes
    return Work(adds, count * columns, float(seconds), int(lists + held))


def _inserts(lists: int, k: int, offered: int) -> float:
    """Expected changes of `lists` heaps of k when `offered` candidates come in random order."""
    return lists * min(k, offered) * (1 + np.log(max(offered / k, 1))) if k else 0.0
