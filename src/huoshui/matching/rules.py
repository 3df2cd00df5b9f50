"""How a stored reason reads. Values in, answers out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huoshui.display.parts import MatchPart
from huoshui_core.matching import Explanation

PER_PATENT = 20
PER_ENTERPRISE = 50
MOST_WORDS = 8  # more than a reader takes in; the part's value counts them all


def stored_parts(explanation: Explanation) -> list[dict[str, Any]]:
    return [
        {
            "feature": part.feature,
            "label": part.label_zh,
            "words": [word for word, _ in part.words[:MOST_WORDS]],
            "value": round(part.value, 6),
        }
        for part in explanation.parts
    ]


def shown_parts(parts: Iterable[Mapping[str, Any]]) -> tuple[MatchPart, ...]:
    return tuple(MatchPart(part["label"], part["value"], tuple(part["words"])) for part in parts)


def in_one_line(parts: Sequence[Mapping[str, Any]]) -> str:
    """For tables and exports: 共同技术词：电池、隔膜；相同分类：H01M."""
    return "；".join(f"{part['label']}：{'、'.join(part['words'])}" for part in parts if part["words"])
