"""Annual fees (年费) of a patent by kind and year, in whole yuan, without reduction and late fee."""

from functools import cache
from typing import Literal

from huoshui_core.reference.editions import rows

PatentKind = Literal["invention", "utility", "design"]


def annual_fee(kind: PatentKind, year: int) -> int:
    """Yuan for the year-th year counted from the filing date. ValueError outside the term of that kind."""
    for first, last, fee_yuan in _bands()[kind]:
        if first <= year <= last:
            return fee_yuan
    raise ValueError(f"{kind} has no annual fee for year {year}")


def term_years(kind: PatentKind) -> int:
    """Longest term from the filing date: 20, 10 and 15 years (专利法 §42)."""
    return _bands()[kind][-1][1]


@cache
def _bands() -> dict[str, tuple[tuple[int, int, int], ...]]:
    table = {}
    for kind, bands in rows("annual_fees"):
        table[kind] = tuple(_band(band) for band in bands.split())
    return table


def _band(text: str) -> tuple[int, int, int]:
    years, fee = text.split(":")
    first, last = years.split("-")
    return int(first), int(last), int(fee)
