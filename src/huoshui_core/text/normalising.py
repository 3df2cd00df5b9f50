"""One normal form for text that comes from gazettes, spreadsheets and forms."""

import re
import unicodedata
from functools import lru_cache

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Control and invisible characters (zero width, direction marks, BOM, tags); not tabs and line ends.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
# Put right beforehand: a text without any other such sign is then seen to be in normal form, which is 20 times as fast.
_WIDE_SIGNS = tuple((sign, unicodedata.normalize("NFKC", sign)) for sign in "，；：（）")
_SPACE_BETWEEN_HAN = re.compile(f"(?<=[{HAN}]) (?=[{HAN}])")


@lru_cache(maxsize=16)  # words, pairs and names are taken from one text in turn
def normalise(text: str) -> str:
    """NFKC (full and half width alike), no invisible characters, single spaces, none between Chinese characters.

    Case is kept. Applying it twice changes nothing.
    """
    if text.isascii() and text.isalnum():
        return text
    for wide, plain in _WIDE_SIGNS:
        text = text.replace(wide, plain)
    text = _INVISIBLE.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = " ".join(text.split())
    return _SPACE_BETWEEN_HAN.sub("", text) if " " in text else text
