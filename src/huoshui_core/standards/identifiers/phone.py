"""Telephone numbers of the mainland: mobile, fixed with area code, 400 and 800."""

import re

from huoshui_core.standards.identifiers.fold import fold
from huoshui_core.standards.refusal import Unclean

_MOBILE = re.compile(r"(?:\+?86-?)?(1[3-9]\d)-?(\d{4})-?(\d{4})", re.ASCII)
_FIXED = re.compile(r"(?:\+?86-?)?\(?(0\d{2,3})\)?-?([2-9]\d{6,7})(?:[-转](\d{1,6}))?", re.ASCII)
_SERVICE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})", re.ASCII)


def phone(text: str) -> str:
    """13800000000, 0731-88888888, 0731-88888888-801 or 400-000-0000."""
    folded = fold(text).replace("—", "-").replace("–", "-")
    mobile, fixed, service = (shape.fullmatch(folded) for shape in (_MOBILE, _FIXED, _SERVICE))
    if mobile:
        return "".join(mobile.groups())
    if fixed:
        return "-".join(part for part in fixed.groups() if part)
    if service:
        return "-".join(service.groups())
    raise Unclean("电话应如 13800000000 或 0731-88888888", "phone")
