"""IPC symbols as they stand in tables: a symbol at any level, with `*` for what lies below, or a range.

A main group is written without its zeros (`H01M10`), so `H01M10/00`, `H01M10*` and `H01M10/*` are one and the same.
Stars stand behind whole levels: `H01M1*` is main group 1, never main groups 10 to 19. Behind digits of a subgroup
(`G06F16/9*`) they mean every subgroup that begins so.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from huoshui_core.reference import ipc_symbols

_SYMBOL = re.compile(r"([A-H])(?:(\d{2})(?:([A-Z])(?:0*([1-9]\d{0,3})(?:/(\d{0,6}))?)?)?)?", re.ASCII)
_FIXED_WIDTH = re.compile(r"([A-H]\d{2}[A-Z])(\d{4})(\d{6})", re.ASCII)
_RANGE = re.compile(r"[-~～–—至]")
_REST = re.compile(r"(?:(\d{1,4})/)?(\d{2,6})")
_EDITION = re.compile(r"\(\d{4}\.\d{2}\)[IN]?")
_LAST = "~"  # behind every digit


class BadPattern(ValueError):
    """Not an IPC symbol, nor a range of them. The message is Chinese, for the person."""


@dataclass(frozen=True, slots=True)
class Span:
    """Groups of one subclass from `low` to `high`, each main group and digits of the subgroup, both ends in."""

    subclass: str
    low: tuple[int, str]
    high: tuple[int, str]

    def holds(self, main: int, sub: str) -> bool:
        return self.low <= (main, sub) <= self.high


@lru_cache(maxsize=200_000)
def levels(symbol: str) -> tuple[str, ...]:
    """From the finest to the section: `H01M10/0525` → itself, H01M10, H01M, H01, H. () for what is no IPC symbol."""
    found = _SYMBOL.fullmatch(symbol)
    if found is None:
        return ()
    section, number, letter, main, sub = found.groups()
    keys = [section]
    if number:
        keys.append(keys[-1] + number)
    if letter:
        keys.append(keys[-1] + letter)
    if main:
        keys.append(f"{keys[-1]}{int(main)}")
        if sub and sub.strip("0"):
            keys.append(f"{keys[-1]}/{sub}")
    return tuple(reversed(keys))


def group_of(symbol: str) -> tuple[str, int, str] | None:
    """Subclass, main group and digits of the subgroup; None where the symbol has no group."""
    found = _SYMBOL.fullmatch(symbol)
    if found is None or not found[4]:
        return None
    return f"{found[1]}{found[2]}{found[3]}", int(found[4]), found[5] or "00"


def read_pattern(text: str) -> tuple[str | Span, ...]:
    """One symbol, one span, or the subclasses of a range of them. Raises BadPattern."""
    folded = "".join(unicodedata.normalize("NFKC", text).upper().split())
    folded = _EDITION.sub("", folded).lstrip("*")
    ends = [one for one in _RANGE.split(folded) if one]
    if len(ends) == 2:
        return _range(ends[0].rstrip("*"), ends[1].rstrip("*"), text)
    if len(ends) != 1:
        raise BadPattern(f"“{text}”不是国际专利分类号，应如 H01M10/0525、H01M10* 或 A01B")
    return (_one(ends[0], text),)


def _one(folded: str, text: str) -> str | Span:
    if "/" in folded and folded.endswith("*") and not folded.endswith("/*"):
        group = group_of(folded.rstrip("*"))
        if group is None:
            raise BadPattern(f"“{text}”不是国际专利分类号")
        subclass, main, digits = group
        return Span(subclass, (main, digits), (main, digits + _LAST))
    bare = folded.rstrip("*").rstrip("/")
    fixed = _FIXED_WIDTH.fullmatch(bare)
    if fixed:
        bare = f"{fixed[1]}{int(fixed[2])}/{fixed[3].rstrip('0').ljust(2, '0')}"
    found = levels(bare)
    if not found:
        raise BadPattern(f"“{text}”不是国际专利分类号，应如 H01M10/0525、H01M10* 或 A01B")
    return found[0]


def _range(first: str, last: str, text: str) -> tuple[str | Span, ...]:
    low = group_of(first)
    if low is None:
        return _subclasses(first, last, text)
    rest = _REST.fullmatch(last)
    high = (low[0], int(rest[1] or low[1]), rest[2]) if rest else group_of(last)
    if high is None or high[0] != low[0]:
        raise BadPattern(f"“{text}”的起止不在同一个小类，请分开填写")
    whole = high[2].strip("0") == "" and high[1] > low[1]  # a main group at the end is meant with all it holds
    span = Span(low[0], (low[1], low[2]), (high[1], _LAST if whole else high[2]))
    if span.low > span.high:
        raise BadPattern(f"“{text}”的起止颠倒")
    return (span,)


def _subclasses(first: str, last: str, text: str) -> tuple[str | Span, ...]:
    inside = tuple(one for one in ipc_symbols(3) if first <= one <= last)
    if len(first) != 4 or len(last) != 4 or not inside:
        raise BadPattern(f"“{text}”不是国际专利分类号的范围，应如 H01M4/02-4/62 或 A01B-A01D")
    return inside
