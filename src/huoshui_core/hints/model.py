"""What a hint is: a suggestion with the words or symbols it came from. Never stored as a fact without a person."""

from dataclasses import dataclass
from typing import Literal

IndustrySource = Literal["ipc", "text", "both"]
TextSource = Literal["title", "abstract", "derived"]


@dataclass(frozen=True)
class IndustryHint:
    """A GB/T 4754 division (大类). `weight` orders the hints of one patent and sums to at most 1 over them."""

    code: str
    name: str
    weight: float
    source: IndustrySource
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class TextHint:
    """A phrase and the sentence that says it; `derived` ones are put together from industry and title."""

    value: str
    evidence: str
    source: TextSource


@dataclass(frozen=True)
class MaturityHint:
    """A band of technology readiness levels (1..9, both ends included) that the text speaks of."""

    low: int
    high: int
    words: tuple[str, ...]
    evidence: str


@dataclass(frozen=True)
class Hints:
    industries: tuple[IndustryHint, ...]
    scenes: tuple[TextHint, ...]
    maturity: MaturityHint | None
    keywords: tuple[str, ...]
