"""How a score divides into words, fragments, classes and place, for whole lists of pairs at once."""

import numpy as np
from numpy.typing import NDArray

from huoshui_core.matching import Matcher
from huoshui_core.matching.compiled import compiled
from huoshui_core.matching.features import IPC, PLACE
from huoshui_core.matching.kernel import Rows
from huoshui_core.matching.types import Ids, Scores

GROUPS = ("用词", "片段", "分类", "地点")
CLASSES = GROUPS.index("分类")
UNIT = 10_000  # scores are shown to four decimals


def shares_of(matcher: Matcher, first: int, lists_ids: Ids, scores: Scores) -> NDArray[np.int64]:
    """[row, place, 1 + groups]: the score and its shares in units of 1/10000; the shares add up to the score exactly.

    Each is rounded by itself; what rounding leaves over goes to the largest.
    """
    groups = np.array([_group(name) for name in matcher.model.used()], np.int64)
    parts = _summed(matcher.patents, matcher.enterprises, first, lists_ids, matcher.vocabulary.features, groups)
    units = np.rint(parts * UNIT).astype(np.int64)
    total = np.rint(scores * UNIT).astype(np.int64)
    largest = units.argmax(axis=2)[..., None]
    left_over = (total - units.sum(axis=2))[..., None]
    np.put_along_axis(units, largest, np.take_along_axis(units, largest, 2) + left_over, 2)
    return np.concatenate((total[..., None], units), axis=2)


def _group(feature: str) -> int:
    if feature in IPC:
        return CLASSES
    return GROUPS.index("地点") if feature in PLACE else ("shared_words", "shared_fragments").index(feature)


@compiled
def _summed(
    ours: Rows, theirs: Rows, first: int, pairs: Ids, kinds: NDArray[np.int8], groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    parts = np.zeros((pairs.shape[0], pairs.shape[1], 4), np.float64)
    weights = np.zeros(kinds.size, np.float32)
    for row in range(pairs.shape[0]):
        begin, end = ours.starts[first + row], ours.starts[first + row + 1]
        for k in range(begin, end):
            weights[ours.ids[k]] = ours.values[k]
        for place in range(pairs.shape[1]):
            other = pairs[row, place]
            if other < 0:
                break
            for k in range(theirs.starts[other], theirs.starts[other + 1]):
                term = theirs.ids[k]
                parts[row, place, groups[kinds[term]]] += weights[term] * theirs.values[k]
        for k in range(begin, end):
            weights[ours.ids[k]] = np.float32(0)
    return parts
