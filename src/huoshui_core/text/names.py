"""A key under which two spellings of one organisation's name are equal, and two names never."""

import re
from functools import lru_cache

from huoshui_core.text.normalising import normalise

_BRACKETS = str.maketrans(
    {"〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")", "{": "(", "}": ")", "﹝": "(", "﹞": ")"}
)
_DOTS = re.compile("[·•・‧∙⋅●]")
_DASHES = re.compile("[‐‑‒–—―−－]")
_QUOTES = re.compile("[\"'“”‘’「」『』]")
_ENDS = ".,;:、。，；： "


@lru_cache(maxsize=50_000)  # an import asks for the same name again and again
def organisation_key(name: str) -> str:
    """Fold width, kinds of bracket, dash and dot, quotes, spaces, case, and punctuation at the ends.

    No word is dropped, added or moved: 「湖南大学」 and 「湖南大学（长沙）」 stay two.
    """
    key = _fold(name)
    while (again := _fold(key)) != key:  # what folding uncovers, such as a combining mark after a space, is folded too
        key = again
    return key


def _fold(name: str) -> str:
    folded = _DASHES.sub("-", _DOTS.sub("·", _QUOTES.sub("", normalise(name).translate(_BRACKETS))))
    return "".join(folded.split()).casefold().strip(_ENDS)
