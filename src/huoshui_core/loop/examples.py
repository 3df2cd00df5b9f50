"""The strongest matches as the report shows them: ten pairs that a person can judge at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from huoshui_core.loop.holdings import Holding
from huoshui_core.loop.inputs import Record
from huoshui_core.loop.ranking import Matches

EXAMPLES = 10
_WORDS = 6


@dataclass(frozen=True, slots=True)
class ExamplePart:
    label: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Example:
    holding: Holding
    enterprise: Record
    score: str
    parts: tuple[ExamplePart, ...]


def examples(matches: Matches) -> list[Example]:
    """Best first; each institution and each enterprise once; firms that own the patent already show nothing."""
    found: list[Example] = []
    seen: set[str] = set()
    for position, enterprise in _strongest(matches):
        held, firm = matches.holdings[position], matches.enterprises[enterprise]
        names = {held.owner.key, firm.values["name"], held.values["title"]}
        if seen & names or matches.is_co_owner(position, enterprise):
            continue
        seen |= names
        found.append(_example(matches, position, enterprise))
        if len(found) == EXAMPLES:
            break
    return found


def _strongest(matches: Matches) -> Iterator[tuple[int, int]]:
    """In the order of screening, granted inventions first, then by score; equal scores in the order of the lists."""
    ids, scores = matches.ranking.by_patent.ids, matches.ranking.by_patent.scores
    priority = np.array([held.screening.priority for held in matches.holdings])
    turn = np.broadcast_to(priority[:, None], scores.shape).ravel()
    for at in np.lexsort((-scores.ravel(), turn)):
        position, place = divmod(int(at), scores.shape[1])
        if ids[position, place] >= 0:
            yield position, int(ids[position, place])


def _example(matches: Matches, position: int, enterprise: int) -> Example:
    why = matches.explain(position, enterprise)
    parts = tuple(
        ExamplePart(part.label_zh, f"{part.value:.4f}", "、".join(word for word, _ in part.words[:_WORDS]))
        for part in why.parts
    )
    return Example(matches.holdings[position], matches.enterprises[enterprise], f"{why.score:.4f}", parts)
