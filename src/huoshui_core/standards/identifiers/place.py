"""Codes of administrative divisions (GB/T 2260): two digits province, two city, two county."""

import re

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
_SHAPE = re.compile(r"\d{6}|\d{4}|\d{2}", re.ASCII)


def region_code(text: str) -> str:
    """Six digits; a province or city given short (43, 4301) is filled up with zeros."""
    folded = fold(text)
    if not _SHAPE.fullmatch(folded) or folded[:2] not in _PROVINCES:
        raise Unclean("应为6位行政区划代码，如 430100", "region_code")
    return folded.ljust(6, "0")
