"""Supply meets demand: every patent that may be offered against every enterprise, both directions, with reasons."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from huoshui_core.loop.holdings import Holding
from huoshui_core.loop.inputs import Record
from huoshui_core.loop.shares import CLASSES, GROUPS, UNIT, shares_of
from huoshui_core.matching import Explanation, Lists, Matcher, Ranking
from huoshui_core.matching.files import enterprise_text, patent_text
from huoshui_core.matching.reasons import Reasons
from huoshui_core.text import organisation_key

CO_OWNER = "同为权利人"
OUT_OF_FIELD = "跨领域"
_ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of a list. `reason` names what both sides have in common, then the shares that add up to the score."""

    rank: int
    holding: Holding
    enterprise: Record
    score: float
    reason: str


@dataclass(frozen=True)
class Matches:
    """`holdings` and `enterprises` by their positions in the ranking."""

    holdings: tuple[Holding, ...]
    enterprises: tuple[Record, ...]
    matcher: Matcher
    ranking: Ranking

    @property
    def best_scores(self) -> list[float]:
        """By holding; 0 where nothing reaches the floor."""
        return [float(score) for score in self.ranking.by_patent.scores[:, 0]]

    def best_enterprise(self, position: int) -> Record | None:
        at = int(self.ranking.by_patent.ids[position, 0])
        return self.enterprises[at] if at >= 0 else None

    def by_patent(self) -> Iterator[Pair]:
        lists = self.ranking.by_patent
        for at, rank, other, score, reason in _lines(self.matcher, lists, self._note):
            yield Pair(rank, self.holdings[at], self.enterprises[other], score, reason)

    def by_enterprise(self) -> Iterator[Pair]:
        """The same scores seen from the other side: a sum over shared terms has no direction."""
        turned = replace(self.matcher, patents=self.matcher.enterprises, enterprises=self.matcher.patents)
        lists = self.ranking.by_enterprise
        for at, rank, other, score, reason in _lines(turned, lists, lambda e, p, c: self._note(p, e, c)):
            yield Pair(rank, self.holdings[other], self.enterprises[at], score, reason)

    def explain(self, position: int, enterprise: int) -> Explanation:
        return self.matcher.explain(position, enterprise)

    def is_co_owner(self, position: int, enterprise: int) -> bool:
        return enterprise in self._co_owners[position]

    @cached_property
    def has_near_match(self) -> list[bool]:
        """By holding: whether an enterprise in its list shares a class with it."""
        lists = self.ranking.by_patent
        units = shares_of(self.matcher, 0, lists.ids, lists.scores)
        return [any(shares) for shares in (units[:, :, 1 + CLASSES] > 0).tolist()]

    def _note(self, position: int, enterprise: int, class_share: int) -> str:
        notes = [CO_OWNER] if self.is_co_owner(position, enterprise) else []
        if not class_share and self._has_class[position] and self.enterprises[enterprise].values.get("ipc_profile"):
            notes.append(OUT_OF_FIELD)
        return "".join(f"【{note}】" for note in notes)

    @cached_property
    def _has_class(self) -> list[bool]:
        return [bool(held.values["classes"]) and held.values["kind"] != "design" for held in self.holdings]

    @cached_property
    def _co_owners(self) -> list[frozenset[int]]:
        by_key = {organisation_key(row.values["name"]): at for at, row in enumerate(self.enterprises)}
        return [
            frozenset(by_key[key] for key in map(organisation_key, held.values["applicants"] or ()) if key in by_key)
            for held in self.holdings
        ]


def match(
    holdings: Sequence[Holding], enterprises: Sequence[Record], *, top: int, report: Callable[[str, int, int], None]
) -> Matches:
    offered = tuple(holding for holding in holdings if holding.may_match)
    matcher = Matcher.build(
        [patent_text(holding.values) for holding in offered],
        [enterprise_text(row.values) for row in enterprises],
        progress=lambda done, of: report("建立索引", done, of),
    )
    ranking = matcher.rank(per_patent=top, per_enterprise=top, progress=lambda done, of: report("逐对打分", done, of))
    return Matches(offered, tuple(enterprises), matcher, ranking)


def _lines(
    matcher: Matcher, lists: Lists, note: Callable[[int, int, int], str]
) -> Iterator[tuple[int, int, int, float, str]]:
    """Row, rank, position on the other side, score, reason."""
    reasons = Reasons(matcher)
    for first in range(0, len(lists.ids), _ROWS_AT_ONCE):
        ids = np.ascontiguousarray(lists.ids[first : first + _ROWS_AT_ONCE])
        units = shares_of(matcher, first, ids, lists.scores[first : first + _ROWS_AT_ONCE]).tolist()
        ids_listed = ids.tolist()
        for at, why in enumerate(reasons.of(first, ids)):
            for place, reason in enumerate(why):
                other, (score, *shares) = ids_listed[at][place], units[at][place]
                noted = f"{note(first + at, other, shares[CLASSES])}{reason}｜{_in_words(shares)}"
                yield first + at, place + 1, other, score / UNIT, noted


def _in_words(shares: Sequence[int]) -> str:
    return "＋".join(f"{name}{share / UNIT:.4f}" for name, share in zip(GROUPS, shares, strict=True) if share)
