"""A short Chinese reason for each pair of a ranking, cheap enough for millions of rows."""

from collections.abc import Iterator, Sequence

import numpy as np

from huoshui_core.matching.explaining import top_terms
from huoshui_core.matching.features import IPC, PLACE
from huoshui_core.matching.kernel import slice_rows
from huoshui_core.matching.matcher import Matcher
from huoshui_core.matching.types import Ids

WORDS = 3  # named at most; more are fetched, because a word says all that its own pieces say
_SHOWN = {"shared_words": 2 * WORDS, "shared_fragments": WORDS} | dict.fromkeys((*IPC, *PLACE), 1)
_IPC_LEVEL = {"same_class": "大类 ", "same_subclass": "小类 ", "same_main_group": "大组 ", "same_symbol": ""}
_PLACE_LEVEL = {"same_province": "同省", "same_city": "同市"}


class Reasons:
    """Names the terms that add most to a pair's score; the numbers themselves are `Matcher.explain`."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        used = matcher.model.used()
        self._wanted = np.array([_SHOWN[name] for name in used], np.int64)
        ends = np.cumsum(self._wanted)
        self._slots = {
            name: slice(int(end - n), int(end)) for name, n, end in zip(used, self._wanted, ends, strict=True)
        }

    def of(self, first: int, ids: Ids) -> Iterator[list[str]]:
        """For patents `first`, `first + 1`, …: a reason for each enterprise in the patent's row of `ids`."""
        matcher = self._matcher
        rows = slice_rows(matcher.patents, first, first + ids.shape[0])
        pairs = np.ascontiguousarray(ids, np.int32)
        best = top_terms(rows, matcher.enterprises, pairs, matcher.vocabulary.features, self._wanted)
        written: dict[bytes, str] = {}  # one patent shares the same words with many enterprises
        for line, places in zip(best, (ids >= 0).sum(axis=1), strict=True):
            found = line[:places]
            for at, key in enumerate(keys := _as_bytes(found)):
                if key not in written:
                    written[key] = self._written(found[at].tolist())
            yield [written[key] for key in keys]

    def _written(self, numbers: Sequence[int]) -> str:
        named = {name: self._terms(numbers[slot]) for name, slot in self._slots.items()}
        words = _whole(named.get("shared_words", []))[:WORDS]
        parts = []
        if words:
            parts.append("共同词：" + "、".join(words))
        elif named.get("shared_fragments"):
            parts.append("共同片段：" + "、".join(named["shared_fragments"]))
        deepest = next((name for name in reversed(IPC) if named.get(name)), None)
        if deepest:
            parts.append(f"IPC：{_IPC_LEVEL[deepest]}{named[deepest][0]}")
        nearest = next((name for name in reversed(PLACE) if named.get(name)), None)
        if nearest:
            parts.append(_PLACE_LEVEL[nearest])
        return "；".join(parts)

    def _terms(self, numbers: Sequence[int]) -> list[str]:
        return [self._matcher.vocabulary.terms[number] for number in numbers if number >= 0]


def _whole(words: Sequence[str]) -> list[str]:
    return [word for word in words if not any(word != other and word in other for other in words)]


def _as_bytes(lines: Ids) -> list[bytes]:
    width = lines.shape[1] * lines.itemsize
    whole = np.ascontiguousarray(lines).tobytes()
    return [whole[at : at + width] for at in range(0, len(whole), width)]
