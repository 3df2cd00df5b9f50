"""Words and character pairs of Chinese text. Index and query, patents and enterprises all pass through here."""

import re
from importlib.metadata import version

import rjieba

from huoshui_core.text.normalising import HAN, normalise
from huoshui_core.text.stopwords import STOPWORDS

_RULES = "1"
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORDLIKE = re.compile(r"[^\W_]")
_BOILERPLATE = re.compile(
    "|".join(sorted((w for w in STOPWORDS if len(w) > 1), key=len, reverse=True)) + "|[的及与和或其]"
)


def segmentation_version() -> str:
    """Stamp for whatever stores segmented text: another stamp means segment again."""
    return f"{_RULES}+rjieba-{version('rjieba')}"


def cut(folded: str) -> list[str]:
    """All that a normal text in lower case consists of, signs and spaces too; long words also in shorter ones."""
    return rjieba.cut_for_search(folded)


def segment(text: str) -> list[str]:
    """Words in lower case, long words also in their shorter words; no punctuation. Order is that of the text."""
    return [word for word in cut(normalise(text).lower()) if word.isalnum() or _WORDLIKE.search(word)]


def terms(text: str) -> list[str]:
    """What the text is about: its words without the boilerplate of patents."""
    return [word for word in segment(text) if word not in STOPWORDS]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of every run of Chinese characters; a run of one character is itself."""
    return _pairs(normalise(text))


def fragments(text: str) -> list[str]:
    """Character pairs of what is left when the boilerplate of patents is cut out. Finds words the dictionary lacks."""
    return [pair for pair in _pairs(_BOILERPLATE.sub(" ", normalise(text))) if len(pair) == 2]


def _pairs(normal: str) -> list[str]:
    pairs: list[str] = []
    for run in _HAN_RUN.findall(normal):
        pairs += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return pairs
