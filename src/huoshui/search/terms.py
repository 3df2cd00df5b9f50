"""From text to index terms, for documents and queries alike. Character pairs decide what is found, words only rank it.

A dictionary's words alone miss half of all two-character strings that a person may look for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add

from huoshui_core.standards import Unclean
from huoshui_core.standards.identifiers import application_number, publication_number
from huoshui_core.text import cut, normalise, terms
from huoshui_core.text.normalising import HAN

LONGEST_PREFIX = 20
# A run of Chinese up to this length is looked for as it stands; a longer one is taken as several words.
LONGEST_PHRASE = 4
SHORTEST_PREFIX = 3
LONGEST_QUERY = 200  # characters; whatever lies beyond is not looked for
MOST_TERMS = 60

_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
_LATIN = re.compile(rf"[^\W_{HAN}]{{{SHORTEST_PREFIX},}}")
_NUMBER = re.compile(
    r"(?<![0-9a-z])(?:cn|zl)?[ ]?(?P<digits>\d{5,13})(?:\.?(?P<check>[\dx]))?(?:[ ]?[abcuysd][1-9]?)?(?![0-9a-z])"
)
_PLAIN_NUMBER = re.compile(r"CN(\d{7,9})[ABCUYSD][1-9]?|(\d{12})\.([\dX])", re.ASCII)
_APART = re.compile(r"[\W_]+")
_QUOTED = re.compile('["“”「](?P<said>[^"“”「」]{2,})["“”」]')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a document must have: characters, the beginning of a Latin word, or a number that begins so."""

    term: str
    is_beginning: bool = False
    number: str = ""


def match_text(text: str) -> str:
    """What the index cuts into characters and pairs: runs of letters and digits with one space between."""
    return _APART.sub(" ", normalise(text).lower())


def beginnings(text: str) -> set[str]:
    """Of the Latin words and figures in a `match_text`."""
    return {
        word[:length]
        for word in _LATIN.findall(text)
        for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)
    }


def rank_words(matched: str) -> str:
    """The words of a `match_text`, long ones also in their shorter words, with spaces between."""
    return " ".join(cut(matched))


def number_key(number: str) -> str:
    """The digits that a publication or application number is known by, whatever its prefix, letter and dots."""
    if plain := _PLAIN_NUMBER.fullmatch(number):  # as the library keeps them
        return plain[1] or f"{plain[2]}{plain[3].lower()}"
    folded = normalise(number).lower()
    for canonical in (publication_number, application_number):
        try:
            folded = canonical(folded).lower()
            break
        except Unclean:
            continue
    shape = _NUMBER.search(folded)
    return shape["digits"] + (shape["check"] or "") if shape else ""


def wanted_terms(text: str) -> list[Wanted]:
    """What a query asks for; empty when it holds nothing that could be looked for."""
    folded = normalise(text[:LONGEST_QUERY]).lower()
    asked = [one for said in _QUOTED.finditer(folded) for one in _asked_terms(said["said"], whole=True)]
    folded = _QUOTED.sub(" ", folded)
    rest, end = [], 0
    for shape in _NUMBER.finditer(folded):
        digits = shape["digits"][:LONGEST_PREFIX]
        asked.append(Wanted(digits, is_beginning=True, number=number_key(shape.group())))
        rest.append(folded[end : shape.start()])
        end = shape.end()
    rest.append(folded[end:])
    for part in rest:
        asked += _asked_terms(part)
    return list(dict.fromkeys(asked))[:MOST_TERMS]


def _asked_terms(folded: str, *, whole: bool = False) -> Iterator[Wanted]:
    """`whole`: a long run of Chinese is not taken apart into words."""
    for run in _RUN.finditer(folded):
        part = run.group()
        if len(part) == 1:
            yield Wanted(part)
        elif run["word"]:
            yield Wanted(part[:LONGEST_PREFIX], is_beginning=len(part) >= SHORTEST_PREFIX)
        elif whole or len(part) <= LONGEST_PHRASE:
            yield from map(Wanted, _pairs(part))
        else:
            words = [word for word in terms(part) if len(word) > 1]
            for word in words or [part]:
                yield from map(Wanted, _pairs(word))


def _pairs(run: str) -> Iterator[str]:
    return map(add, run, run[1:])
