"""Personal values never stand in the ledger in clear: what looks like one is refused, a keyed digest stands for it."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

_ALONE = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"  # inside a longer number or a digest it is none
_MOBILE = re.compile(_ALONE.format(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"))
_LANDLINE = re.compile(_ALONE.format(r"0\d{2,3}[- ]\d{7,8}"))
_EMAIL = re.compile(r"[^\s@:/]+@[^\s@:/]+\.[A-Za-z]{2,}")
_IDENTITY = re.compile(_ALONE.format(r"\d{6}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[0-9Xx]"))
_WORTH_A_LOOK = re.compile(r"@|\d[\d -]{9}")  # almost no fact has either
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
CUT = "[已隐去]"


class PersonalValue(ValueError):
    """A programming fault: the ledger outlives an erasure (PIPL 47), so it must not hold what may have to be erased."""


def looks_personal(text: str) -> bool:
    """A mobile or landline number, an e-mail address, or a resident identity number (GB 11643)."""
    if not _WORTH_A_LOOK.search(text):
        return False
    if _MOBILE.search(text) or _LANDLINE.search(text) or _EMAIL.search(text):
        return True
    return any(_is_identity(found) for found in _IDENTITY.finditer(text))


def without_personal(text: str) -> str:
    """For log lines: each such value cut out; an identity number also where its check digit is wrong."""
    for shape in (_EMAIL, _IDENTITY, _MOBILE, _LANDLINE):
        text = shape.sub(CUT, text)
    return text


def refuse_personal(name: str, value: Any) -> None:
    """Looks into lists and mappings, and at their keys. Raises PersonalValue, which names the place, not the value."""
    for text in _texts(value):
        if looks_personal(text):
            raise PersonalValue(f"{name} holds what looks like a personal value; note a code or keyed_digest()")


def keyed_digest(text: str, *, place: str) -> str:
    """Says later whether a value was this one, to the node alone; tells nobody what it was. 32 hex digits."""
    return hmac.new(settings.DIGEST_KEY, f"{place}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield str(value)


def _is_identity(found: re.Match[str]) -> bool:
    number = found.group(0).upper()
    try:
        date(*(int(part) for part in found.groups()))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[-1]
