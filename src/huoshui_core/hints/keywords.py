"""A few keywords of a patent: the pieces of its title, then the industry words of its abstract."""

import re

from huoshui_core.hints.industries import industry_words
from huoshui_core.hints.sentences import subject_of

_MAX_KEYWORDS = 6
_JOINTS = re.compile(
    r"基于|用于|应用于|适用于|面向|针对|具有|带有|采用|利用|一种|及其|以及|其中|的|及|和|与|或|、|，|：|“|”|/|\s"
)
_EMPTY = frozenset(
    ("方法", "装置", "系统", "设备", "应用", "结构", "工艺", "用途", "控制", "存储", "实现", "辅助", "活性")
)


def keywords(title: str, abstract: str) -> tuple[str, ...]:
    pieces = (piece.strip("其该对") for piece in _JOINTS.split(subject_of(title)))
    from_title = [piece for piece in pieces if 2 <= len(piece) <= 14 and piece not in _EMPTY]
    found = dict.fromkeys((*from_title, *industry_words(title), *industry_words(abstract)))
    kept = [word for word in found if not any(word != other and word in other for other in found)]
    return tuple(kept[:_MAX_KEYWORDS])
