"""Matching of patents and enterprises: every pair is scored, the best of both directions come out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from huoshui_core.matching import explaining, vectors
from huoshui_core.matching.index import Work, estimate, turn_round
from huoshui_core.matching.kernel import Blocks, Rows, best_first, cut, empty_heaps, slice_rows, top_k
from huoshui_core.matching.model import Model, load_model
from huoshui_core.matching.sweeping import sweep
from huoshui_core.matching.types import (
    Enterprises,
    EnterpriseText,
    Explanation,
    Lists,
    Patents,
    PatentText,
    Progress,
    Ranking,
)


class TooMuchWork(RuntimeError):
    """The run was not started: its estimate is over the limit. `work` holds the estimate."""

    def __init__(self, work: Work, limit: str) -> None:
        self.work = work
        super().__init__(
            f"这次匹配共 {work.pairs:,} 对，预计单核 {work.seconds:,.0f} 秒、"
            f"内存 {work.memory_bytes / 2**30:.1f} GiB，超过上限（{limit}）。请分批匹配，或减少每份名单的长度。"
        )


@dataclass(frozen=True)
class Matcher:
    """An index of both sides, frozen with its vocabulary and model."""

    model: Model
    vocabulary: vectors.Vocabulary
    patents: Rows
    enterprises: Rows
    index: Blocks

    @classmethod
    def build(
        cls, patents: Patents, enterprises: Enterprises, *, model: Model | None = None, progress: Progress | None = None
    ) -> "Matcher":
        """Segment, weigh and index. `progress` counts texts."""
        chosen = model or load_model()
        tick = _ticker(len(patents) + len(enterprises), progress)
        vocabulary, enterprise_rows = vectors.learn(enterprises, chosen, tick)
        patent_rows = vectors.patent_rows(patents, vocabulary, chosen, tick)
        index = turn_round(enterprise_rows, vectors.priors(enterprises, chosen), len(vocabulary.terms))
        return cls(chosen, vocabulary, patent_rows, enterprise_rows, index)

    @property
    def patent_count(self) -> int:
        return self.patents.starts.size - 1

    @property
    def enterprise_count(self) -> int:
        return self.enterprises.starts.size - 1

    def estimate(self, *, per_patent: int = 20, per_enterprise: int = 50, threads: int = 2) -> Work:
        return estimate(self.patents, self.index, per_patent, per_enterprise, threads)

    def rank(
        self,
        *,
        per_patent: int = 20,
        per_enterprise: int = 50,
        threads: int = 2,
        progress: Progress | None = None,
        part: tuple[int, int] = (0, 1),
        limit_seconds: float = 7_200,
        limit_bytes: int = 16 * 2**30,
    ) -> Ranking:
        """Score every pair once. `part` (i, n) takes the i-th of n runs of patents, with the bits of the whole.

        A part's `by_enterprise` holds only the part's patents. Raises TooMuchWork before starting, not after.
        """
        first, last = cut(self.patent_count, *part)
        rows = slice_rows(self.patents, first, last)
        per_patent, per_enterprise = min(per_patent, self.enterprise_count), min(per_enterprise, last - first)
        work = estimate(rows, self.index, per_patent, per_enterprise, threads)
        if work.seconds > limit_seconds or work.memory_bytes > limit_bytes:
            raise TooMuchWork(work, f"{limit_seconds:,.0f} 秒、{limit_bytes / 2**30:.0f} GiB")
        columns = empty_heaps(self.enterprise_count, per_enterprise, self.model.floor)
        by_patent = sweep(
            rows,
            self.index,
            per_patent,
            columns,
            floor=self.model.floor,
            threads=threads,
            first=first,
            progress=progress,
        )
        by_enterprise = Lists(*best_first([columns], per_enterprise))
        return Ranking(by_patent, by_enterprise, self.model.version, first)

    def explain(self, patent: int, enterprise: int) -> Explanation:
        """Computed on demand from the two rows; nothing is stored."""
        return explaining.explain(
            slice_rows(self.patents, patent, patent + 1),
            slice_rows(self.enterprises, enterprise, enterprise + 1),
            self.index.prior[enterprise],
            vocabulary=self.vocabulary,
            model=self.model,
        )

    def rank_patent(self, patent: PatentText, *, top: int = 20) -> Lists:
        """One patent, new or not, against the enterprises of this index: the bits it would have in a whole run."""
        rows = vectors.patent_rows([patent], self.vocabulary, self.model, _nothing)
        return _single(rows, self.index, min(top, self.enterprise_count), self.model.floor)

    def rank_enterprise(self, enterprise: EnterpriseText, *, top: int = 50) -> Lists:
        """One enterprise, new or not, against the patents of this index. Rarity of words stays as it was learnt."""
        rows = vectors.enterprise_rows([enterprise], self.vocabulary, self.model, _nothing)
        prior = float(vectors.priors([enterprise], self.model)[0])
        index = self.patent_index._replace(prior=np.full(self.patent_count, prior, np.float32))
        return _single(rows, index, min(top, self.patent_count), self.model.floor)

    @cached_property
    def patent_index(self) -> Blocks:
        return turn_round(self.patents, np.zeros(self.patent_count, np.float32), len(self.vocabulary.terms))


def _single(rows: Rows, index: Blocks, k: int, floor: float) -> Lists:
    heap = empty_heaps(1, k, floor)
    top_k(rows, 0, index, heap, empty_heaps(index.prior.size, 0, floor), 0, index.base.size)
    return Lists(*best_first([heap], k))


def _nothing() -> None:
    return None


def _ticker(total: int, progress: Progress | None) -> Callable[[], None]:
    if progress is None:
        return _nothing
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % 500 == 0 or done == total:
            progress(done, total)

    return tick
