"""One sweep of rows over an index with threads, in steps that bound memory and give progress its moments."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from huoshui_core.matching.kernel import Blocks, Heaps, Rows, best_first, empty_heaps, slice_rows, top_k
from huoshui_core.matching.types import Lists, Progress

_PLACES_AT_ONCE = 500_000  # places in lists that one step fills


def sweep(
    rows: Rows,
    index: Blocks,
    k: int,
    columns: Heaps,
    *,
    floor: float,
    threads: int,
    first: int = 0,
    progress: Progress | None = None,
) -> Lists:
    """The k best columns of each row; `columns` takes the other direction. Ids of rows begin at `first`.

    Threads take disjoint blocks, so that a column's list has one writer; a row's lists are joined after each step.
    """
    count, blocks = rows.starts.size - 1, index.base.size
    workers = max(min(threads, blocks), 1)
    cuts = [blocks * worker // workers for worker in range(workers + 1)]
    ids, scores = np.full((count, k), -1, np.int32), np.zeros((count, k), np.float32)
    step = min(max(_PLACES_AT_ONCE // max(k, 1), 64), 16_384)
    with ThreadPoolExecutor(workers) as pool:
        for start in range(0, count, step):
            stop = min(start + step, count)
            part, at = slice_rows(rows, start, stop), first + start
            heaps = [empty_heaps(stop - start, k, floor) for _ in range(workers)]
            jobs = [
                pool.submit(top_k, part, at, index, heaps[w], columns, cuts[w], cuts[w + 1]) for w in range(workers)
            ]
            for job in jobs:
                job.result()
            ids[start:stop], scores[start:stop] = best_first(heaps, k)
            if progress:
                progress(stop, count)
    return Lists(ids, scores)
