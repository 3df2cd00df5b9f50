"""The features. Each docstring is published to users as the explanation of that feature.

A feature counts the terms by which a side is compared; equal terms on both sides add to the score.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from huoshui_core.matching.types import EnterpriseText, PatentText
from huoshui_core.text import fragments, terms

Counted = Mapping[str, float]
_SYMBOL = re.compile(r"([A-H][0-9]{2}[A-Z])(?:\s*([0-9]{1,4})(?:/([0-9]{2,6}))?)?")


@dataclass(frozen=True, slots=True)
class Side:
    """Either side of a pair, seen alike by every feature."""

    texts: tuple[str, ...]
    ipc: tuple[tuple[str, float], ...]
    province: str
    city: str


def patent_side(patent: PatentText) -> Side:
    ipc = tuple((symbol, 1.0) for symbol in patent.ipc)
    return Side((patent.title, patent.abstract), ipc, patent.province, patent.city)


def enterprise_side(enterprise: EnterpriseText) -> Side:
    return Side(enterprise.texts, tuple(enterprise.ipc.items()), enterprise.province, enterprise.city)


def shared_words(side: Side) -> Counted:
    """共同用词：专利的名称、摘要与企业的产品、经营范围、自有专利名称中都出现的词；越少见的词分量越重，“方法”“装置”一类套话不计。"""
    return Counter(chain.from_iterable(map(terms, side.texts)))


def shared_fragments(side: Side) -> Counted:
    """共同片段：双方都出现的相邻两字，用来补上词典里没有的新词和不同切分。"""
    return Counter(chain.from_iterable(map(fragments, side.texts)))


def same_class(side: Side) -> Counted:
    """同一大类：双方国际专利分类（IPC）大类相同，如 H02。"""
    return _sums((subclass[:3], count) for subclass, _, _, count in _symbols(side))


def same_subclass(side: Side) -> Counted:
    """同一小类：双方国际专利分类（IPC）小类相同，如 H02J。"""
    return _sums((subclass, count) for subclass, _, _, count in _symbols(side))


def same_main_group(side: Side) -> Counted:
    """同一大组：双方国际专利分类（IPC）大组相同，如 H02J3。"""
    return _sums((subclass + group, count) for subclass, group, _, count in _symbols(side) if group)


def same_symbol(side: Side) -> Counted:
    """同一分类号：双方国际专利分类（IPC）号完全相同，如 H02J3/38。"""
    return _sums((f"{subclass}{group}/{point}", count) for subclass, group, point, count in _symbols(side) if point)


def same_province(side: Side) -> Counted:
    """同省：专利权人与企业在同一省份。只作小幅加分，单凭地点不会成为推荐。"""
    return {side.province: 1.0} if side.province else {}


def same_city(side: Side) -> Counted:
    """同市：专利权人与企业在同一城市。只作小幅加分，单凭地点不会成为推荐。"""
    return {f"{side.province}{side.city}": 1.0} if side.city else {}


def standing(enterprise: EnterpriseText) -> float:
    """既往评价：企业以往参与评价、对接的情况，与具体专利无关，由调用方给出，0 到 1。"""
    return min(max(enterprise.prior, 0.0), 1.0)


def depth(enterprise: EnterpriseText, cap: int) -> float:
    """技术积累：企业提供的文本（如自有专利名称）条数，封顶计数；条数多的企业各项得分同比放大。"""
    return float(min(max(len(enterprise.texts), 1), cap))


def _sums(counted: Iterable[tuple[str, float]]) -> Counted:
    sums: dict[str, float] = {}
    for term, count in counted:
        sums[term] = sums.get(term, 0.0) + count
    return sums


def _symbols(side: Side) -> Iterator[tuple[str, str, str, float]]:
    for symbol, count in side.ipc:
        found = _SYMBOL.match(symbol.strip().upper())
        if found:
            yield found[1], (found[2] or "").lstrip("0"), found[3] or "", count


FEATURES: dict[str, Callable[[Side], Counted]] = {
    f.__name__: f
    for f in (
        shared_words,
        shared_fragments,
        same_class,
        same_subclass,
        same_main_group,
        same_symbol,
        same_province,
        same_city,
    )
}
ON_ENTERPRISE: dict[str, Callable[..., float]] = {f.__name__: f for f in (standing, depth)}
PLACE = ("same_province", "same_city")
IPC = ("same_class", "same_subclass", "same_main_group", "same_symbol")


def label(name: str) -> str:
    """The short Chinese name of a feature: its docstring up to the colon."""
    function = FEATURES.get(name) or ON_ENTERPRISE[name]
    return (function.__doc__ or name).split("：", 1)[0]
