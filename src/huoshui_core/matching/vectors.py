"""Texts into sparse rows, so that a score is the dot product of two rows plus the enterprise's prior.

Rarity is counted over enterprises only: a patent's list never depends on which other patents are in the run.
"""

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from huoshui_core.matching.features import FEATURES, PLACE, Side, depth, enterprise_side, patent_side, standing
from huoshui_core.matching.kernel import Rows
from huoshui_core.matching.model import Model
from huoshui_core.matching.types import Enterprises, Patents

Tick = Callable[[], None]
_UNKNOWN = -2  # a term no enterprise has; -1 is one that too many have


@dataclass(frozen=True, slots=True)
class Counts:
    """One feature of many texts: how often each known term occurs, and the sum of squared counts of unknown ones."""

    starts: NDArray[np.int64]
    ids: NDArray[np.int32]
    counts: NDArray[np.float64]
    unknown: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every term kept, numbered feature after feature. Learnt from enterprises, then frozen."""

    numbers: Mapping[str, Mapping[str, int]]  # feature -> term -> number, -1 if too common to keep
    terms: Sequence[str]  # by number
    features: NDArray[np.int8]  # by number: position in model.used()
    rarity: NDArray[np.float64]  # by number
    unseen_rarity: Mapping[str, float]  # by feature: of a term no enterprise has


def learn(enterprises: Enterprises, model: Model, tick: Tick) -> tuple[Vocabulary, Rows]:
    """The vocabulary of these enterprises, and their rows."""
    fresh: dict[str, dict[str, int]] = {name: {} for name in model.used()}
    counted = _count(map(enterprise_side, enterprises), model, fresh, tick, growing=True)
    size, terms = len(enterprises), list[str]()
    numbers: dict[str, dict[str, int]] = {}
    features, rarity = [], []
    renumber: dict[str, NDArray[np.int32]] = {}
    for position, name in enumerate(model.used()):
        spread = np.bincount(counted[name].ids[counted[name].counts > 0], minlength=len(fresh[name]))
        limit = max(model.max_share.get(name, 1.0) * size, model.always_keep)
        kept = spread <= limit
        new = np.where(kept, np.cumsum(kept) - 1 + len(terms), -1).astype(np.int32)
        renumber[name] = new
        numbers[name] = {term: int(new[at]) for term, at in fresh[name].items()}
        terms += [term for term, at in fresh[name].items() if kept[at]]
        features.append(np.full(int(kept.sum()), position, np.int8))
        rarity.append(_rarity(spread[kept], size, model.idf_power.get(name, 0.0)))
    unseen = {name: float(_rarity(np.zeros(1), size, model.idf_power.get(name, 0.0))[0]) for name in model.used()}
    vocabulary = Vocabulary(numbers, terms, np.concatenate(features), np.concatenate(rarity), unseen)
    renumbered = {name: _renumbered(counts, renumber[name]) for name, counts in counted.items()}
    return vocabulary, _scaled(_weigh(renumbered, vocabulary, model), enterprises, vocabulary, model)


def enterprise_rows(enterprises: Enterprises, vocabulary: Vocabulary, model: Model, tick: Tick) -> Rows:
    """Rows of enterprises that were not learnt from. The same enterprise gives the same bits as in `learn`."""
    counted = _count(map(enterprise_side, enterprises), model, vocabulary.numbers, tick)
    return _scaled(_weigh(counted, vocabulary, model), enterprises, vocabulary, model)


def patent_rows(patents: Patents, vocabulary: Vocabulary, model: Model, tick: Tick) -> Rows:
    """Rows of patents; the model's weights are on this side, so other weights need no new index."""
    counted = _count(map(patent_side, patents), model, vocabulary.numbers, tick)
    rows = _weigh(counted, vocabulary, model)
    weights = np.array([model.weights[name] for name in model.used()])
    return Rows(rows.starts, rows.ids, (rows.values * weights[vocabulary.features[rows.ids]]).astype(np.float32))


def priors(enterprises: Enterprises, model: Model) -> NDArray[np.float32]:
    weight = model.weights.get("standing", 0.0)
    return np.array([weight * standing(enterprise) for enterprise in enterprises], np.float32)


def _rarity(spread: NDArray[np.floating] | NDArray[np.integer], size: int, power: float) -> NDArray[np.float64]:
    return np.asarray((np.log((1 + size) / (1 + spread)) + 1) ** power, np.float64)


def _count(
    sides: Iterable[Side],
    model: Model,
    numbers: Mapping[str, Mapping[str, int]],
    tick: Tick,
    *,
    growing: bool = False,
) -> dict[str, Counts]:
    columns = {name: (array("q", [0]), array("i"), array("d"), array("d")) for name in model.used()}
    for side in sides:
        for name, (starts, ids, counts, unknown) in columns.items():
            known, terms = numbers[name], FEATURES[name](side)
            if growing:
                for term in terms:
                    known.setdefault(term, len(known))  # type: ignore[attr-defined]  # a dict while growing
            numbered = [(known.get(term, _UNKNOWN), count) for term, count in terms.items()]
            found = sorted([pair for pair in numbered if pair[0] >= 0])
            ids.extend([number for number, _ in found])
            counts.extend([count for _, count in found])
            starts.append(len(ids))
            unknown.append(math.fsum([count * count for number, count in numbered if number == _UNKNOWN]))
        tick()
    return {
        name: Counts(np.array(s, np.int64), np.array(i, np.int32), np.array(c, np.float64), np.array(u, np.float64))
        for name, (s, i, c, u) in columns.items()
    }


def _renumbered(counts: Counts, new: NDArray[np.int32]) -> Counts:
    ids = new[counts.ids] if counts.ids.size else counts.ids
    kept = ids >= 0
    starts = np.concatenate([[0], np.cumsum(kept)])[counts.starts]
    return Counts(starts.astype(np.int64), ids[kept], counts.counts[kept], counts.unknown)


def _weigh(counted: Mapping[str, Counts], vocabulary: Vocabulary, model: Model) -> Rows:
    """Each feature scaled to length 1 on its own; a term nobody has counts for the length, being part of the text."""
    parts = []
    for name in model.used():
        counts = counted[name]
        rows = np.repeat(np.arange(counts.starts.size - 1), np.diff(counts.starts))
        values = counts.counts * vocabulary.rarity[counts.ids]
        squares = np.bincount(rows, values * values, counts.starts.size - 1)
        length = np.sqrt(squares + counts.unknown * vocabulary.unseen_rarity[name] ** 2)
        values = values / np.maximum(length, 1e-12)[rows]
        shape = (counts.starts.size - 1, len(vocabulary.terms))
        parts.append(sparse.csr_matrix((values, counts.ids, counts.starts), shape=shape))
    total = sum(parts[1:], parts[0]).tocsr() if parts else None
    assert total is not None, "a model uses at least one feature"
    total.sort_indices()
    return Rows(total.indptr.astype(np.int64), total.indices.astype(np.int32), total.data)


def _scaled(rows: Rows, enterprises: Enterprises, vocabulary: Vocabulary, model: Model) -> Rows:
    factor = np.array([depth(e, model.depth_cap) for e in enterprises], np.float64) ** model.depth_power
    by_entry = np.repeat(factor, np.diff(rows.starts))
    place = np.array([name in PLACE for name in model.used()])
    by_entry = np.where(place[vocabulary.features[rows.ids]], 1.0, by_entry)
    return Rows(rows.starts, rows.ids, (rows.values * by_entry).astype(np.float32))
