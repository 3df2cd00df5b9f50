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
LONGEST_PASTE = 2_000  # characters in which numbers are looked for: a column of them is pasted at once
MOST_TERMS = 60

_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>[^\W_{HAN}]+)")
_LATIN = re.compile(rf"[^\W_{HAN}]{{{SHORTEST_PREFIX},}}")
# In print an application number stands apart by year, kind and serial: ZL 2017 1 0601862.3.
_NUMBER = re.compile(
    r"(?<![0-9a-z])(?:cn|zl)?[ -]?(?P<digits>\d{4} ?[12389] ?\d{7}|\d\d [12389] \d{5}(?= ?\.)|\d{5,13})"
    r"(?: ?\. ?(?P<check>[\dx])|(?P<close>[\dx]))?(?:[ -]?[abcuysd][1-9]?)?(?![0-9a-z])",
    re.ASCII,
)
# What a number is called where it is copied from says nothing that a document would hold.
_NUMBER_NAME = re.compile(
    r"(?:(?:申请|授权)?(?:公开|公布|公告|申请|专利)(?:\((?:公告|专利)\))?号码?|号码) ?:? ?(?=(?:cn|zl)?[ -]?\d{2})",
    re.ASCII,
)
_PLAIN_NUMBER = re.compile(r"CN(\d{7,9})[ABCUYSD][1-9]?|(\d{12})\.([\dX])", re.ASCII)
_APART = re.compile(r"[\W_]+")
_QUOTED = re.compile('["“”「](?P<said>[^"“”「」]{2,})["“”」]')
_LEFT_OUT = re.compile('(?<!\\S)-(?:["“”「](?P<quoted>[^"“”「」]{2,})["“”」]|(?P<word>[^\\W\\d_]\\S*))')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something a document must have: characters, the beginning of a Latin word, or a number that begins so."""

    term: str
    is_beginning: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """A question taken apart, in normal form: quoted `phrases`, `words` with spaces between, what must not be there.

    `numbers` are digits and, where the check digit is told too, those by which the index knows the number.
    """

    words: str
    phrases: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()


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
    return _digits(shape) + (shape["check"] or shape["close"] or "") if shape else ""


def _digits(shape: re.Match[str]) -> str:
    return shape["digits"].replace(" ", "")


def sought(text: str) -> Sought:
    """White space parts words, in questions alone: between the characters of a title it is an accident of printing."""
    folded = " ".join(filter(None, map(normalise, text[:LONGEST_PASTE].split()))).lower()
    folded, left_out = _taken(_LEFT_OUT, folded)
    folded = _QUOTED.sub(lambda found: found["said"] if _NUMBER.fullmatch(found["said"]) else found[0], folded)
    folded, phrases = _taken(_QUOTED, folded)
    folded, numbers = _taken(_NUMBER, _NUMBER_NAME.sub(" ", folded))
    return Sought(
        words=folded[:LONGEST_QUERY].strip(),
        phrases=tuple(normalise(one["said"]) for one in phrases),
        numbers=tuple(dict.fromkeys((_digits(one), number_key(one[0])) for one in numbers)),
        left_out=tuple(normalise(one["quoted"] or one["word"]) for one in left_out),
    )


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, list[re.Match[str]]]:
    """The text without what the pattern finds, and that."""
    return pattern.sub(" ", text), list(pattern.finditer(text))


def wanted_terms(asked: Sought) -> list[Wanted]:
    """What a document must have besides one of the numbers."""
    wanted = [one for phrase in asked.phrases for one in _asked_terms(phrase, whole=True)]
    return list(dict.fromkeys([*wanted, *_asked_terms(asked.words)]))[:MOST_TERMS]


def wanted_numbers(asked: Sought) -> list[Wanted]:
    """Of which one is enough: nobody looks for a patent with two numbers."""
    return [Wanted(digits[:LONGEST_PREFIX], True, key) for digits, key in asked.numbers][:MOST_TERMS]


def unwanted_terms(asked: Sought) -> list[list[Wanted]]:
    """For each word that was left out, the terms of which a document must lack one."""
    found = (list(dict.fromkeys(_asked_terms(word, whole=True))) for word in asked.left_out)
    return [terms[:MOST_TERMS] for terms in found if terms][:MOST_TERMS]


def is_searchable(text: str) -> bool:
    """Whether there is a letter or figure in it to look for; signs alone ask for nothing."""
    asked = sought(text)
    return bool(asked.numbers or wanted_terms(asked) or unwanted_terms(asked))


def words_to_rank(asked: Sought) -> str:
    """A number finds its patent and makes none better than another."""
    text = _APART.sub(" ", " ".join([asked.words, *asked.phrases]))
    return rank_words(text[:LONGEST_QUERY])


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
