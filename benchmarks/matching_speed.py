"""Exact top-k by the product, sparse_dot_topn and scipy: the same vectors, one run, each in a process of its own.

python -m benchmarks.matching_speed                  # real files
python -m benchmarks.matching_speed --rows 100000    # invented vectors, that many patents and two thirds enterprises
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn
from tests.real_data import SHARED_DATA

from huoshui_core.matching import Matcher
from huoshui_core.matching.files import enterprise_text, patent_text
from huoshui_core.matching.index import turn_round
from huoshui_core.matching.kernel import Rows, best_first, empty_heaps, slice_rows, top_k
from huoshui_core.matching.sweeping import sweep
from huoshui_core.standards import load
from huoshui_core.standards.reading import Row, read_records

TOP, FLOOR, SEED = 20, 1e-6, 20260101
PATENTS = "patents_cn/cnipa_gazette_2019-07_universities_dev.csv"
ENTERPRISES = "enterprises/companies_from_gazette.csv"
Ids = NDArray[np.int32]
Answer = tuple[Ids, float, float]  # ids by patent, seconds, CPU seconds


def real_vectors(data: Path) -> tuple[Rows, Rows, int]:
    patents = [patent_text(row.values) for row in read_records(data / PATENTS, load("patent")) if isinstance(row, Row)]
    rows = read_records(data / ENTERPRISES, load("enterprise"))
    enterprises = [enterprise_text(row.values) for row in rows if isinstance(row, Row)]
    matcher = Matcher.build(patents, enterprises)
    return matcher.patents, matcher.enterprises, len(matcher.vocabulary.terms)


def invented_vectors(patents: int) -> tuple[Rows, Rows, int]:
    """Zipf vocabulary of 200,000 terms, about 90 a patent and 70 an enterprise, none in over 5 % of either side."""
    generator = np.random.default_rng(SEED)
    terms = 200_000
    share = 1.0 / (np.arange(terms) + 5.0) ** 1.05
    share = np.minimum(share / share.sum(), 0.05 / 90)
    share /= share.sum()
    return _invented(generator, patents, 90, share), _invented(generator, patents * 2 // 3, 70, share), terms


def _invented(generator: np.random.Generator, count: int, length: int, share: NDArray[np.float64]) -> Rows:
    ids = generator.choice(share.size, size=(count, length), p=share)
    values = generator.random((count, length), np.float32) - np.log(share[ids]).astype(np.float32)
    starts = np.arange(count + 1) * length
    matrix = sparse.csr_matrix((values.ravel(), ids.ravel(), starts), shape=(count, share.size), dtype=np.float32)
    matrix.sum_duplicates()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = sparse.diags((1 / norms).astype(np.float32)) @ matrix
    return Rows(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(np.float32))


def as_matrix(rows: Rows, terms: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((rows.values, rows.ids, rows.starts), shape=(rows.starts.size - 1, terms))


def by_product(patents: Rows, enterprises: Rows, terms: int, *, both: bool, threads: int) -> Answer:
    count = enterprises.starts.size - 1
    no_prior = np.zeros(count, np.float32)
    one = slice_rows(enterprises, 0, 1)  # so that reading or compiling machine code is not timed
    top_k(one, 0, turn_round(one, no_prior[:1], terms), empty_heaps(1, 1, FLOOR), empty_heaps(1, 1, FLOOR), 0, 1)

    def work() -> Ids:
        index = turn_round(enterprises, no_prior, terms)
        columns = empty_heaps(count, 50 if both else 0, FLOOR)
        lists = sweep(patents, index, TOP, columns, floor=FLOOR, threads=threads)
        if both:
            best_first([columns], 50)
        return lists.ids

    return timed(work)


def by_sparse_dot_topn(patents: Rows, enterprises: Rows, terms: int, *, threads: int) -> Answer:
    left, right = as_matrix(patents, terms), as_matrix(enterprises, terms)

    def work() -> Ids:
        best = sp_matmul_topn(left, right.T.tocsr(), top_n=TOP, threshold=FLOOR, sort=True, n_threads=threads)
        ids = np.full((left.shape[0], TOP), -1, np.int32)
        places = np.arange(best.indptr[-1]) - np.repeat(best.indptr[:-1], np.diff(best.indptr))
        ids[np.repeat(np.arange(left.shape[0]), np.diff(best.indptr)), places] = best.indices
        return ids

    return timed(work)


def by_scipy(patents: Rows, enterprises: Rows, terms: int) -> Answer:
    """Dense blocks and argpartition, as scikit-learn's brute-force neighbours do it."""
    left, right = as_matrix(patents, terms), as_matrix(enterprises, terms)

    def work() -> Ids:
        turned = right.T.tocsr()
        ids = np.full((left.shape[0], TOP), -1, np.int32)
        for at in range(0, left.shape[0], 256):
            scores = (left[at : at + 256] @ turned).toarray()
            best = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
            ids[at : at + 256] = np.where(np.take_along_axis(scores, best, 1) >= FLOOR, best, -1)
        return ids

    return timed(work)


def timed(work: Callable[[], Ids]) -> Answer:
    """The best of three, or of as many as fit into ten seconds: short runs are at the mercy of their neighbours."""
    best, begun = (np.inf, np.inf), time.perf_counter()
    for _ in range(3):
        seconds, cpu = time.perf_counter(), time.process_time()
        ids = work()
        best = min(best, (time.perf_counter() - seconds, time.process_time() - cpu))
        if time.perf_counter() - begun > 10:
            break
    return ids, *best


METHODS: dict[str, tuple[str, Callable[..., Answer]]] = {
    "product-1": ("product, 1 thread", partial(by_product, both=False, threads=1)),
    "product-2": ("product, 2 threads", partial(by_product, both=False, threads=2)),
    "product-both": ("product, lists of enterprises too, 2 threads", partial(by_product, both=True, threads=2)),
    "topn-2": ("sparse_dot_topn, 2 threads", partial(by_sparse_dot_topn, threads=2)),
    "topn-1": ("sparse_dot_topn, 1 thread", partial(by_sparse_dot_topn, threads=1)),
    "scipy": ("scipy blocks and argpartition, 1 thread", by_scipy),
}


def measured(method: str, folder: Path) -> dict[str, Any]:
    """In a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "benchmarks.matching_speed", "--method", method, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def run_method(method: str, folder: Path) -> None:
    patents, enterprises, terms = load_vectors(folder)
    sample = min(json.loads((folder / "sample.json").read_text()), patents.starts.size - 1)
    if not method.startswith("product"):
        patents = slice_rows(patents, 0, sample)
    ids, seconds, cpu = METHODS[method][1](patents, enterprises, terms)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    rows = patents.starts.size - 1
    right = recall(ids, patents, enterprises, terms)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, "rows": rows, "recall": right}))


def recall(ids: NDArray[np.int32], patents: Rows, enterprises: Rows, terms: int) -> float:
    """On the first 200 patents, against all pairs in 64 bits; any order among equal scores is right."""
    count = min(200, ids.shape[0])
    left = as_matrix(slice_rows(patents, 0, count), terms).astype(np.float64)
    scores = (left @ as_matrix(enterprises, terms).T.tocsr()).toarray()
    bar = np.maximum(-np.sort(-scores, axis=1)[:, TOP - 1], FLOOR)
    wanted = np.minimum((scores >= FLOOR).sum(axis=1), TOP)
    own = np.take_along_axis(scores, np.maximum(ids[:count], 0), axis=1)
    found = ((ids[:count] >= 0) & (own >= bar[:, None] - 1e-6)).sum(axis=1)
    return float(found.sum() / wanted.sum())


def save_vectors(folder: Path, patents: Rows, enterprises: Rows, terms: int) -> None:
    for side, rows in (("patents", patents), ("enterprises", enterprises)):
        for name, array in rows._asdict().items():
            np.save(folder / f"{side}-{name}.npy", array)
    (folder / "terms.json").write_text(str(terms))


def load_vectors(folder: Path) -> tuple[Rows, Rows, int]:
    sides = [
        Rows(*(np.load(folder / f"{side}-{name}.npy") for name in Rows._fields)) for side in ("patents", "enterprises")
    ]
    return sides[0], sides[1], json.loads((folder / "terms.json").read_text())


def table(folder: Path) -> str:
    patents, enterprises, terms = load_vectors(folder)
    count, columns = patents.starts.size - 1, enterprises.starts.size - 1
    adds = int(np.bincount(patents.ids, minlength=terms) @ np.bincount(enterprises.ids, minlength=terms))
    lines = [
        f"{count:,} patents × {columns:,} enterprises, {patents.ids.size / count:.0f} and "
        f"{enterprises.ids.size / columns:.0f} terms a row, {adds:.2e} multiplications, {TOP} best.",
        "",
        "| method | seconds | CPU seconds | CPU, times the first | recall | peak memory |",
        "|---|---|---|---|---|---|",
    ]
    first = 0.0
    for method, (label, _) in METHODS.items():
        got = measured(method, folder)
        scale, about = count / got["rows"], "" if got["rows"] == count else "~"
        first = first or got["cpu"]
        lines.append(
            f"| {label} | {about}{got['seconds'] * scale:.2f} | {about}{got['cpu'] * scale:.2f} | "
            f"{got['cpu'] * scale / first:.1f} | {got['recall']:.4f} | {got['peak'] / 2**20:,.0f} MiB |"
        )
    return "\n".join(lines)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=SHARED_DATA)
    arguments.add_argument("--rows", type=int, help="invented patents instead of the real files")
    arguments.add_argument(
        "--sample", type=int, default=4_000, help="patents that the peers do; their time is scaled (~)"
    )
    arguments.add_argument("--method", choices=METHODS, help=argparse.SUPPRESS)
    arguments.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    if chosen.method:
        run_method(chosen.method, chosen.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        save_vectors(place, *(invented_vectors(chosen.rows) if chosen.rows else real_vectors(chosen.data)))
        (place / "sample.json").write_text(str(chosen.sample if chosen.rows else 10**9))
        print(table(place))


if __name__ == "__main__":
    main()
