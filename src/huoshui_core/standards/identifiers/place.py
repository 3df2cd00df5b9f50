"""Codes of administrative divisions (GB/T 2260): two digits province, two city, two county."""

import re

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

_SHAPE = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])(?:\d{2}){0,2}", re.ASCII)


def region_code(text: str) -> str:
    """Six digits; a province or city given short (43, 4301) is filled up with zeros."""
    folded = fold(text)
    if not _SHAPE.fullmatch(folded):
        raise Unclean("应为6位行政区划代码，如 430100", "region_code")
    return folded.ljust(6, "0")
