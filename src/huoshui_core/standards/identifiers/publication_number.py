"""Publication numbers of Chinese patent documents (ZC 0007, kind letters ZC 0008), the old ones included."""

import re
from functools import lru_cache

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

KIND_BY_LETTER = {
    "A": "invention",
    "B": "invention",
    "C": "invention",
    "U": "utility",
    "Y": "utility",
    "S": "design",
    "D": "design",
}
_KIND_BY_FIRST_DIGIT = {"1": "invention", "2": "utility", "3": "design"}
# 1985 to 1988 eight digits (the application number), from 1989 seven, from 2007 nine.
_SHAPE = re.compile(r"(?:CN)?(\d{7}|\d{8}|\d{9})([ABCUYSD])([1-9]?)", re.ASCII)
# A number as this module writes it, of the years in which the first digit tells the kind.
CANONICAL = re.compile(r"CN(?:1(?:\d{6}|\d{8})[ABC]|2(?:\d{6}|\d{8})[UY]|3(?:\d{6}|\d{8})[SD])[1-9]?", re.ASCII)
_NUMBER_ONLY = re.compile(r"(?:CN)?\d{7,9}", re.ASCII)


@lru_cache(maxsize=65536)
def publication_number(text: str) -> str:
    """The canonical number, e.g. CN102889890B."""
    folded = fold(text)
    shape = _SHAPE.fullmatch(folded)
    if shape is None:
        if _NUMBER_ONLY.fullmatch(folded):
            raise Unclean("缺少末尾的文献种类字母（如 A、B、U、S）", "publication_letter")
        raise Unclean("应为 CN 加7至9位数字和种类字母，如 CN102889890B", "publication_shape")
    digits, letter, correction = shape.groups()
    told = _KIND_BY_FIRST_DIGIT.get(digits[2] if len(digits) == 8 else digits[0])
    if told != KIND_BY_LETTER[letter]:
        raise Unclean(f"号码的种类位与末尾字母 {letter} 不一致，请核对", "publication_kind")
    return f"CN{digits}{letter}{correction}"


def _letter(number: str) -> str:
    return number[-2] if number[-1].isdigit() else number[-1]


def kind_of_publication(number: str) -> str:
    return KIND_BY_LETTER[_letter(number)]


def stage_of_publication(number: str) -> str:
    """published for an application made public (A), granted for every other letter."""
    return "published" if _letter(number) == "A" else "granted"


def is_correction(number: str) -> bool:
    """B8, A9 and the like come after the document they correct, so their dates follow no order."""
    return number[-1].isdigit()
