"""What copying from web pages, PDF and spreadsheets does to a number, undone: width, spaces, invisible characters."""

import re
import unicodedata

from huoshui_core.standards.refusal import Unclean

_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E[+]?\d{1,3}", re.ASCII)


def fold(text: str) -> str:
    """Half-width capitals without gaps; refuses what a spreadsheet has already turned into scientific notation."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("。", ".")
    folded = _GAPS.sub("", folded).upper()
    if _SCIENTIFIC.fullmatch(folded):
        raise Unclean(
            "已被表格软件变成科学计数法，原号码无法还原，请把该列设为文本格式后重新填写", "scientific_notation"
        )
    return folded
