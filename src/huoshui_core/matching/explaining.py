"""Why a pair scores what it scores. The numbers shown are those that were added, nothing invented."""

import numpy as np
from numpy.typing import NDArray

from huoshui_core.matching.compiled import compiled
from huoshui_core.matching.features import label
from huoshui_core.matching.kernel import Rows
from huoshui_core.matching.model import Model
from huoshui_core.matching.types import Explanation, Part
from huoshui_core.matching.vectors import Vocabulary


def explain(patent: Rows, enterprise: Rows, prior: np.float32, *, vocabulary: Vocabulary, model: Model) -> Explanation:
    """Rows hold one row each. The score has the bits of the kernel; the parts add up to it within TOLERANCE."""
    _, ours, theirs = np.intersect1d(patent.ids, enterprise.ids, assume_unique=True, return_indices=True)
    products = patent.values[ours] * enterprise.values[theirs]
    score = np.float32(0)
    for product in products:
        score += product
    score += prior
    shared = patent.ids[ours]
    parts = []
    for position, name in enumerate(model.used()):
        mine = vocabulary.features[shared] == position
        if mine.any():
            words = sorted(zip(shared[mine], products[mine], strict=True), key=lambda pair: (-pair[1], pair[0]))
            named = tuple((vocabulary.terms[at], float(value)) for at, value in words)
            parts.append(Part(name, label(name), named, float(products[mine].sum(dtype=np.float64))))
    if prior:
        parts.append(Part("standing", label("standing"), (), float(prior)))
    return Explanation(float(score), tuple(parts), model.version)


@compiled
def top_terms(
    patents: Rows,
    enterprises: Rows,
    pairs: NDArray[np.int32],
    kinds: NDArray[np.int8],
    wanted: NDArray[np.int64],
) -> NDArray[np.int32]:
    """For each patent row and each enterprise in its list: the terms that add most, `wanted[kind]` of each kind.

    Returns [patent, place in list, sum of wanted] term numbers, best first within a kind, -1 where there are fewer.
    """
    offsets = np.cumsum(wanted) - wanted
    best = np.full((pairs.shape[0], pairs.shape[1], wanted.sum()), np.int32(-1), np.int32)
    weights = np.zeros(kinds.size, np.float32)
    values = np.empty(wanted.sum(), np.float32)
    for row in range(pairs.shape[0]):
        for k in range(patents.starts[row], patents.starts[row + 1]):
            weights[patents.ids[k]] = patents.values[k]
        for place in range(pairs.shape[1]):
            enterprise = pairs[row, place]
            if enterprise < 0:
                break
            values[:] = 0
            for k in range(enterprises.starts[enterprise], enterprises.starts[enterprise + 1]):
                term = enterprises.ids[k]
                value = weights[term] * enterprises.values[k]
                if value > 0:
                    kind = kinds[term]
                    low, at = offsets[kind], offsets[kind] + wanted[kind] - 1
                    if wanted[kind] == 0 or value <= values[at]:
                        continue
                    while at > low and value > values[at - 1]:
                        values[at] = values[at - 1]
                        best[row, place, at] = best[row, place, at - 1]
                        at -= 1
                    values[at] = value
                    best[row, place, at] = term
        for k in range(patents.starts[row], patents.starts[row + 1]):
            weights[patents.ids[k]] = np.float32(0)
    return best
