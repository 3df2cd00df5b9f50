"""Annual fees (年费) by kind and year, in whole yuan; late fees and reductions in percent of the full fee."""

from functools import cache
from typing import Literal

from huoshui_core.reference.editions import rows

PatentKind = Literal["invention", "utility", "design"]
ReductionName = Literal["one_applicant", "several_applicants", "open_licence"]


def annual_fee(kind: PatentKind, year: int) -> int:
    """Yuan for the year-th year counted from the filing date. ValueError outside the term of that kind."""
    for first, last, fee_yuan in _bands()[kind]:
        if first <= year <= last:
            return fee_yuan
    raise ValueError(f"{kind} has no annual fee for year {year}")


def term_years(kind: PatentKind) -> int:
    """Longest term from the filing date: 20, 10 and 15 years (专利法 §42)."""
    return _bands()[kind][-1][1]


def late_fee_percent(month: int) -> int:
    """Of the full fee, in the first to sixth month after the due date. The first is free by inference alone."""
    return _late_fees()[month]


def grace_months() -> int:
    """Until then a fee that is late may still be paid (实施细则 §115)."""
    return max(_late_fees())


def reduction(name: ReductionName) -> tuple[int, int | None]:
    """Percent taken off, and for how many years from that of the grant; None: as long as its reason lasts."""
    return _reductions()[name]


@cache
def _late_fees() -> dict[int, int]:
    return {int(month): int(percent) for month, percent in rows("late_fees")}


@cache
def _reductions() -> dict[str, tuple[int, int | None]]:
    return {name: (int(percent), int(years[0]) if years else None) for name, percent, *years in rows("fee_reductions")}


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
