"""A table from IPC symbols to codes, with its edition and how official it is, indexed for looking up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from huoshui_core.classing.symbols import Span, group_of, levels, read_pattern
from huoshui_core.reference import Standing

Scheme = Literal["gbt4754", "sei", "wipo35", "patent_intensive"]
SCHEMES: dict[Scheme, str] = {
    "gbt4754": "国民经济行业",
    "sei": "战略性新兴产业",
    "wipo35": "WIPO 技术领域",
    "patent_intensive": "专利密集型产业",
}
NO_PARENTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """`include`: one of these words must stand in title or abstract (`锂+电池`: both); `exclude`: none of these may."""

    pattern: str
    code: str
    weight: float = 1.0
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def is_conditional(self) -> bool:
        return bool(self.include or self.exclude)

    def holds(self, text: str) -> bool:
        if any(word in text for word in self.exclude):
            return False
        return not self.include or any(all(part in text for part in one.split("+")) for one in self.include)


@dataclass(frozen=True)
class Concordance:
    """`depth`: "finest" lets the finest level that answers decide, as in a table over all groups; "every" lets each
    level speak, as in a list of patterns. `parents`: IPC group → the dotted group above it, where that is loaded.
    """

    scheme: Scheme
    edition: str
    standing: Standing
    rules: tuple[Rule, ...]
    labels: Mapping[str, str] = field(repr=False)
    source: str = ""
    depth: Literal["finest", "every"] = "finest"
    parents: Mapping[str, str] = field(default_factory=lambda: NO_PARENTS, repr=False)

    def found(self, symbol: str) -> tuple[tuple[str, tuple[Rule, ...]], ...]:
        """Where in the table a symbol is met, from the finest level up, with the rules that stand there."""
        by_key, spans = self._index
        answers = []
        for key in self._keys(symbol):
            if key in by_key:
                answers.append((key, by_key[key]))
            if "/" not in key and spans and (met := self._met(spans, symbol, key)):
                answers.insert(_before(answers, key), (symbol, met))
        return tuple(answers)

    def label(self, code: str) -> str:
        return self.labels.get(code, code)

    @cached_property
    def has_conditions(self) -> bool:
        return any(rule.is_conditional for rule in self.rules)

    @cached_property
    def _index(self) -> tuple[dict[str, tuple[Rule, ...]], dict[str, tuple[tuple[Span, Rule], ...]]]:
        by_key: dict[str, list[Rule]] = defaultdict(list)
        spans: dict[str, list[tuple[Span, Rule]]] = defaultdict(list)
        for rule in self.rules:
            for place in read_pattern(rule.pattern):
                if isinstance(place, Span):
                    spans[place.subclass].append((place, rule))
                else:
                    by_key[place].append(rule)
        return (
            {key: tuple(rules) for key, rules in by_key.items()},
            {subclass: tuple(each) for subclass, each in spans.items()},
        )

    def _keys(self, symbol: str) -> Iterator[str]:
        for key in levels(symbol):
            yield key
            met = {key}
            above = self.parents.get(key, "")
            # Dotted groups; the main group is a level of its own. Real files hold circles, so none is gone round.
            while "/" in key and "/" in above and above not in met:
                met.add(above)
                yield above
                above = self.parents.get(above, "")

    @staticmethod
    def _met(spans: Mapping[str, tuple[tuple[Span, Rule], ...]], symbol: str, key: str) -> tuple[Rule, ...]:
        group = group_of(symbol)
        if group is None or key != f"{group[0]}{group[1]}":
            return ()
        return tuple(rule for span, rule in spans.get(group[0], ()) if span.holds(group[1], group[2]))


def _before(answers: list[tuple[str, tuple[Rule, ...]]], key: str) -> int:
    """A span is finer than the main group it was asked at, coarser than any single group."""
    return len(answers) - 1 if answers and answers[-1][0] == key else len(answers)


@dataclass(frozen=True)
class IntensiveList:
    """小类 of GB/T 4754 (four digits) that count as 专利密集型产业, each with its 大类."""

    edition: str
    standing: Standing
    members: Mapping[str, str] = field(repr=False)
    labels: Mapping[str, str] = field(repr=False)
    source: str = ""
