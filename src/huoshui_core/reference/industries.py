"""国民经济行业 (GB/T 4754-2017), 战略性新兴产业 (2018) and our IPC-to-industry prior."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from huoshui_core.reference.editions import rows

IndustryLevel = Literal["section", "division", "group"]
_LEVELS: dict[int, IndustryLevel] = {1: "section", 2: "division", 3: "group"}


@dataclass(frozen=True)
class Industry:
    """`section` is 门类 (A..T), `division` 大类 (01..97), `group` 中类 (three digits)."""

    code: str
    name: str
    level: IndustryLevel
    parent: str


@dataclass(frozen=True)
class EmergingIndustry:
    code: str
    name: str
    parent: str


def industries(level: IndustryLevel) -> tuple[Industry, ...]:
    return tuple(entry for entry in _industries().values() if entry.level == level)


def industry(code: str) -> Industry | None:
    """The finest known industry above `code`: a 小类 such as 3841 answers with its 中类 384; C38 with 38."""
    wanted = code.strip().upper()
    if len(wanted) > 1 and wanted[0].isalpha():
        wanted = wanted[1:]
    return _industries().get(wanted[:3]) or _industries().get(wanted[:2])


def emerging_industries() -> tuple[EmergingIndustry, ...]:
    """Nine industries (parent empty) and their forty fields, in the order of the standard."""
    return tuple(
        EmergingIndustry(code=code, name=name, parent=code.rpartition(".")[0]) for code, name in rows("emerging")
    )


def industry_prior_rules() -> tuple[tuple[str, str, float], ...]:
    """The whole prior: IPC class or subclass, division, weight."""
    return tuple((symbol, code, weight) for symbol, pairs in _prior().items() for code, weight in pairs)


@cache
def emerging_prior_rules() -> tuple[tuple[str, str, float], ...]:
    """IPC class, subclass or main group; field of 战略性新兴产业 (2018); weight. Assumed by us."""
    return tuple(
        (symbol, code, weight) for symbol, pairs in _weighted("emerging_prior").items() for code, weight in pairs
    )


@cache
def industry_prior(ipc: str) -> tuple[tuple[str, float], ...]:
    """Divisions patents of this IPC tend to serve, heaviest first. Assumed by us: a prior, never a filter."""
    symbol = ipc.strip().upper()
    return _prior().get(symbol[:4]) or _prior().get(symbol[:3]) or ()


@cache
def _industries() -> dict[str, Industry]:
    found: dict[str, Industry] = {}
    for code, name, *section in rows("industries"):
        parent = section[0] if section else code[:-1]
        found[code] = Industry(code=code, name=name, level=_LEVELS[len(code)], parent=parent)
    return found


@cache
def _prior() -> dict[str, tuple[tuple[str, float], ...]]:
    return _weighted("industry_prior")


def _weighted(name: str) -> dict[str, tuple[tuple[str, float], ...]]:
    table = {}
    for symbol, pairs in rows(name):
        split = (pair.split(":") for pair in pairs.split())
        table[symbol] = tuple((division, float(weight)) for division, weight in split)
    return table
