"""How a stored reason reads. Values in, answers out."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from huoshui.display.parts import MatchPart
from huoshui_core.matching import Explanation
from huoshui_core.reference import ipc_title

PER_PATENT = 20
PER_ENTERPRISE = 50
WORDS, FRAGMENTS = "shared_words", "shared_fragments"
LONGEST_TITLE = 16
TEXTUAL = frozenset({WORDS, FRAGMENTS})
MOST_WORDS = 8  # more than a reader takes in; the part's value counts them all


def stored_parts(
    explanation: Explanation, *, may_quote: Callable[[str], bool] = lambda _: True
) -> list[dict[str, Any]]:
    """`may_quote` keeps back words that only stand in what the reader may not see; the part's value counts them all."""
    return [
        {
            "feature": part.feature,
            "label": part.label_zh,
            "words": [word for word, _ in part.words if part.feature not in TEXTUAL or may_quote(word)][:MOST_WORDS],
            "value": round(part.value, 6),
        }
        for part in explanation.parts
    ]


def shown_parts(parts: Iterable[Mapping[str, Any]]) -> tuple[MatchPart, ...]:
    return tuple(MatchPart(part["label"], part["value"], readable_words(part)) for part in parts)


def readable_words(part: Mapping[str, Any]) -> tuple[str, ...]:
    """Pairs of characters count in the score and mean nothing to a reader; so do words of one character."""
    if part["feature"] == FRAGMENTS:
        return ()
    if part["feature"] == WORDS:
        return tuple(word for word in part["words"] if len(word) > 1)
    return tuple(with_title(symbol) for symbol in part["words"])


def with_title(symbol: str) -> str:
    """C02F → “C02F 水、废水、污水或污泥的处理”: an engineer reads the words, a searcher the symbol."""
    title = ipc_title(symbol) or ""
    return f"{symbol} {title[:LONGEST_TITLE]}{'…' if len(title) > LONGEST_TITLE else ''}".strip()


def in_one_line(parts: Iterable[Mapping[str, Any]]) -> str:
    """For tables and exports: 共同技术词：电池、隔膜；相同分类：H01M."""
    said = [(part["label"], readable_words(part)) for part in parts]
    return "；".join(f"{label}：{'、'.join(words)}" for label, words in said if words)
