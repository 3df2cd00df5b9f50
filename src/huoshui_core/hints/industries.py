"""Which industries a patent may serve: what its IPC suggests and what its words say, put together.

In the table of words a star marks names of parts (电机, 轴承): they tell something in a title, nothing in an abstract.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from huoshui_core.hints.lexicon import Lexicon
from huoshui_core.hints.model import IndustryHint, IndustrySource
from huoshui_core.reference import industry, industry_prior

_MAX_HINTS = 3
_MIN_WEIGHT = 0.12
_TEXT_SHARE = 0.55
_HALF_SURE = 2.0
_FURTHER_IPC = 0.4
_TITLE_WORTH = 2.0


def industry_hints(title: str, abstract: str, ipc: Sequence[str]) -> tuple[IndustryHint, ...]:
    by_ipc, symbols = _from_ipc(ipc)
    by_text, words = _from_text(title, abstract)
    trust = _trust_in_text(sum(by_text.values()), has_ipc=bool(by_ipc))
    total_text = sum(by_text.values()) or 1.0
    weights = {
        code: (1 - trust) * by_ipc.get(code, 0.0) + trust * by_text.get(code, 0.0) / total_text
        for code in sorted(by_ipc.keys() | by_text.keys())
    }
    best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:_MAX_HINTS]
    return tuple(
        _hint(code, weight, symbols.get(code, ()), words.get(code, ()))
        for code, weight in best
        if weight >= _MIN_WEIGHT
    )


def industry_words(text: str) -> list[str]:
    """The words of a text that point to an industry, names of parts left out, each once, in order."""
    return list(dict.fromkeys(word for word, _ in _lexicon().find(text) if word not in _parts()))


def _from_ipc(ipc: Sequence[str]) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    weights: dict[str, float] = defaultdict(float)
    symbols: dict[str, list[str]] = defaultdict(list)
    subclasses = list(dict.fromkeys(symbol.strip().upper()[:4] for symbol in ipc))
    for place, subclass in enumerate(subclasses):
        for code, share in industry_prior(subclass):
            weights[code] += share if place == 0 else share * _FURTHER_IPC
            symbols[code].append(subclass)
    total = sum(weights.values()) or 1.0
    return (
        {code: weight / total for code, weight in weights.items()},
        {code: tuple(found) for code, found in symbols.items()},
    )


def _from_text(title: str, abstract: str) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """A word counts once however often it is said, twice as much in the title."""
    found = {word: (code, 1.0) for word, code in _lexicon().find(abstract) if word not in _parts()}
    found |= {word: (code, _TITLE_WORTH) for word, code in _lexicon().find(title)}
    weights: dict[str, float] = defaultdict(float)
    words: dict[str, list[str]] = defaultdict(list)
    for word, (code, worth) in found.items():
        weights[code] += worth
        words[code].append(word)
    return weights, {code: tuple(entry) for code, entry in words.items()}


def _trust_in_text(amount: float, *, has_ipc: bool) -> float:
    if not has_ipc:
        return 1.0
    return _TEXT_SHARE * amount / (amount + _HALF_SURE)


def _hint(code: str, weight: float, symbols: tuple[str, ...], words: tuple[str, ...]) -> IndustryHint:
    source: IndustrySource = "both" if symbols and words else "ipc" if symbols else "text"
    known = industry(code)
    name = known.name if known else code
    return IndustryHint(code, name, round(weight, 3), source, (*words[:5], *symbols[:3]))


@cache
def _lexicon() -> Lexicon:
    return Lexicon({word.removeprefix("*"): code for code, word in _words()})


@cache
def _parts() -> frozenset[str]:
    return frozenset(word.removeprefix("*") for _, word in _words() if word.startswith("*"))


def _words() -> Iterator[tuple[str, str]]:
    text = files(__package__).joinpath("tables", "industry_words.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        code, words = line.split("\t")
        for word in words.split():
            yield code, word
