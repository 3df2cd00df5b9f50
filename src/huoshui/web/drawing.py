"""HTML drawn in Python, for what a page has by the hundred: five times as fast as the template language.

Django's format_html asks each value whether it is lazy, which costs more than all the rest on a page of a thousand
cells, and so does its mark_safe; texts of a list are not lazy.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

NOTHING = SafeString("")


def filled(pattern: str, *values: object) -> SafeString:
    """Every value is escaped, but what came from here."""
    return SafeString(pattern.format(*[one if type(one) is SafeString else escape(str(one)) for one in values]))


def joined(parts: Iterable[SafeString], between: str = "") -> SafeString:
    return SafeString(between.join(parts))
