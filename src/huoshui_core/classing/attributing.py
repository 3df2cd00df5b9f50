"""From a patent's classes and words to codes with weights."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from huoshui_core.classing.concordance import Concordance, IntensiveList, Rule, Scheme

KEPT = 400_000  # answers remembered; real portfolios repeat their class tuples
Basis = tuple[str, str, str]  # the patent's symbol, where the table met it, the word that decided or ""


class Attribution(NamedTuple):
    scheme: Scheme
    code: str
    label: str
    weight: float
    basis: tuple[Basis, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Counting:
    """Official practice is not published. `symbols`: the main class alone, or all of them alike. `shares`: the weights
    of a scheme add up to 1, or each code counts whole."""

    symbols: Literal["all", "main"] = "all"
    shares: Literal["fractional", "whole"] = "fractional"


STANDARD = Counting()


class Attributor:
    """Holds one table a scheme. Safe to share between threads: its memory only ever grows by equal answers."""

    def __init__(
        self,
        tables: Iterable[Concordance],
        intensive: IntensiveList | None = None,
        counting: Counting = STANDARD,
    ) -> None:
        self.tables = {table.scheme: table for table in tables}
        self.intensive = intensive
        self.counting = counting
        self._known: dict[tuple[str, ...], tuple[Attribution, ...] | None] = {}

    @cached_property
    def intensive_state(self) -> Literal["ready", "no_list", "no_classes"]:
        """Whether 专利密集型产业 can be told: it takes the list and a table down to 小类."""
        if self.intensive is None:
            return "no_list"
        table = self.tables.get("gbt4754")
        fine = table is not None and any(len(rule.code) == 4 for rule in table.rules)
        return "ready" if fine else "no_classes"

    def attribute(
        self, classes: Sequence[str], main_class: str = "", title: str = "", abstract: str = ""
    ) -> tuple[Attribution, ...]:
        """Heaviest first within a scheme. A scheme that says nothing is missing."""
        asked = tuple(classes) if self.counting.symbols == "all" else ()
        symbols = (main_class, *asked) if main_class else asked or tuple(classes[:1])
        known = self._known.get(symbols)
        if known is not None:
            return known
        unique = tuple(dict.fromkeys(symbols))
        if symbols in self._known:  # words decide
            return self._attribute(unique, f"{title}\n{abstract}")
        depends = any(self._depends(table, unique) for table in self.tables.values())
        found = self._attribute(unique, f"{title}\n{abstract}")
        if len(self._known) > KEPT:
            self._known.clear()
        self._known[symbols] = None if depends else found
        return found

    def _depends(self, table: Concordance, symbols: tuple[str, ...]) -> bool:
        return table.has_conditions and any(
            rule.is_conditional for symbol in symbols for _, rules in table.found(symbol) for rule in rules
        )

    def _attribute(self, symbols: tuple[str, ...], text: str) -> tuple[Attribution, ...]:
        found: list[Attribution] = []
        for table in self.tables.values():
            found += self._of_table(table, symbols, text)
        return (*found, *self._intensive_of(found))

    def _of_table(self, table: Concordance, symbols: tuple[str, ...], text: str) -> list[Attribution]:
        spoken = [told for symbol in symbols if (told := _told(table, symbol, text))]
        weights: dict[str, float] = defaultdict(float)
        bases: dict[str, list[Basis]] = defaultdict(list)
        for told in spoken:
            total = sum(weight for _, weight, _ in told)
            for code, weight, basis in told:
                weights[code] += weight / total / len(spoken)
                bases[code].append(basis)
        return self._answers(table.scheme, table.edition, table.label, weights, bases)

    def _intensive_of(self, found: Sequence[Attribution]) -> list[Attribution]:
        listed = self.intensive
        if listed is None or self.intensive_state != "ready":
            return []
        weights: dict[str, float] = defaultdict(float)
        bases: dict[str, list[Basis]] = defaultdict(list)
        for one in found:
            if one.scheme == "gbt4754" and one.code in listed.members:
                category = listed.members[one.code]
                weights[category] += one.weight
                bases[category] += [(symbol, f"{one.code} {one.label}", word) for symbol, _, word in one.basis]
        return self._answers(
            "patent_intensive", listed.edition, lambda code: listed.labels.get(code, code), weights, bases
        )

    def _answers(
        self,
        scheme: Scheme,
        version: str,
        label: Callable[[str], str],
        weights: Mapping[str, float],
        bases: Mapping[str, Sequence[Basis]],
    ) -> list[Attribution]:
        whole = self.counting.shares == "whole"
        ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            Attribution(
                scheme,
                code,
                label(code),
                1.0 if whole else weight,
                tuple(dict.fromkeys(bases[code])),
                version,
            )
            for code, weight in ordered
        ]


def _told(table: Concordance, symbol: str, text: str) -> list[tuple[str, float, Basis]]:
    """Code, weight and basis; with depth "finest" of the first level where a rule holds."""
    found: list[tuple[str, float, Basis]] = []
    for key, rules in table.found(symbol):
        found += [
            (rule.code, rule.weight, (symbol, key, _word(rule, text)))
            for rule in rules
            if not rule.is_conditional or rule.holds(text)
        ]
        if found and table.depth == "finest":
            break
    return found


def _word(rule: Rule, text: str) -> str:
    return next((one for one in rule.include if all(part in text for part in one.split("+"))), "")
