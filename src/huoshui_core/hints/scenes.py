"""Application scenes (应用场景): phrases in which a patent says where it is used, with the sentence that says so."""

import re
from collections.abc import Iterator, Sequence

from huoshui_core.hints.model import IndustryHint, TextHint
from huoshui_core.hints.sentences import sentences, subject_of

_MAX_SCENES = 3
_LENGTH = range(2, 25)
_SHORT_SUBJECT = 6
_LONG_SUBJECT = 16

_PHRASE = r"([^，,。；;：:（）()]{2,40}?)"
_STOP = r"(?=[，,。；;：:（(]|$)"
_TITLE_PATTERNS = (
    re.compile(r"在" + _PHRASE + r"(?:中|方面|领域)?的?(?:应用|用途)"),
    re.compile(r"(?:适用于|用于|应用于|面向|针对)" + _PHRASE + r"的(?!应用|用途)"),
    re.compile(
        r"^(?:一种|一类)?([^，、的]{2,8}?)(?<![利使采应作运通常专农多两民适肉乳食])(?:专用|用)(?!于|途|户|水|电|以|法|量|品|具|料|的|药|油|在)"
    ),
)
_ABSTRACT_PATTERNS = (
    re.compile(
        r"(?:(?:可|能|能够|可以)?(?:被)?(?:广泛|普遍|直接|方便地?)(?:地)?(?:应用于|用于|适用于|应用在)"
        r"|(?:特别|尤其|主要|非常|更)?(?:适用于|适合于|适于|适合)|可(?:以)?(?:应用于|用于|应用在)|主要用于|应用于)"
        + _PHRASE
        + _STOP
    ),
    re.compile(r"在" + _PHRASE + r"(?:领域|行业|方面|中)(?:中|内)?(?:具有|有着|有)[^，。]{0,12}(?:应用|推广|市场)"),
    re.compile(r"^(?:本发明|本实用新型|本申请)?[^，。]{0,10}(?:提供|公开|涉及|提出)了?一种用于" + _PHRASE + r"的"),
)
_FIELD = re.compile(r"(?:属于|涉及)(?:一种)?" + _PHRASE + r"(?:的)?(?:技术)?领域")

_LEAD = re.compile(
    r"^(?:适用于|用于|适应|一种|于|在|对|各种|各类|不同|多种|任何|任意|所有|大多数|一些|大部分|目前|现有|所述|该|本|于各|进行|实现|上述|制备)+(?:的)?"
)
_TAIL = re.compile(r"(?:的|中|等|上|内|时|之|使用|应用|推广|领域|技术|行业|场合|场景|场所|方面|过程|等等|类)+$")
_NO_SCENE = re.compile(
    r"[0-9０-９]|所述|第[一二三四]|本发明|其特征|若干|至少|控制器|电机|连接|固定|安装|通过|根据|以及|从而|驱动|将|得到|使得|能够|能养|问题|方法|用途|需要|系列|典型|^使|为$|具有"
    r"|工业化|产业化|规模化|批量|大规模|推广|生产$|实施$|机械化$|^(?:生产|使用|加工|操作|实验|试验|农业|工业|医药|医疗|机械|化工|环境|人们|用户|大量|技术|新型|实际|普通)$"
)


def scene_hints(title: str, abstract: str, industries: Sequence[IndustryHint]) -> tuple[TextHint, ...]:
    """At most three, the title's first. When nothing is said, the subject of the title, after its industry if short."""
    found: dict[str, TextHint] = {}
    for hint in (*_in_title(title), *_in_abstract(abstract)):
        if not any(hint.value in other or other in hint.value for other in found):
            found[hint.value] = hint
    if not found:
        return _derived(title, industries)
    return tuple(found.values())[:_MAX_SCENES]


def _in_title(title: str) -> Iterator[TextHint]:
    for pattern in _TITLE_PATTERNS:
        for match in pattern.finditer(title):
            value = _tidy(match[1])
            if value:
                yield TextHint(value, title, "title")


def _in_abstract(abstract: str) -> Iterator[TextHint]:
    lines = sentences(abstract)
    for pattern in _ABSTRACT_PATTERNS:
        for line in lines:
            for match in pattern.finditer(line):
                value = _tidy(match[1])
                if value:
                    yield TextHint(value, line, "abstract")
    for line in lines[:2]:
        field = _FIELD.search(line)
        if field is not None and _tidy(field[1]):
            yield TextHint(_tidy(field[1]), line, "abstract")


def _derived(title: str, industries: Sequence[IndustryHint]) -> tuple[TextHint, ...]:
    subject = subject_of(title)
    if len(subject) > _LONG_SUBJECT:
        subject = subject.rpartition("的")[2] if len(subject.rpartition("的")[2]) >= _SHORT_SUBJECT else subject
    if len(subject) < _SHORT_SUBJECT and industries:
        subject = f"{industries[0].name}：{subject}"
    return (TextHint(subject, title, "derived"),) if len(subject) > 1 else ()


def _tidy(phrase: str) -> str:
    """The phrase without filler at both ends; empty when it names a part or a wish and not a place of use."""
    value = _TAIL.sub("", _LEAD.sub("", phrase.strip(" “”\"'、")))
    if len(value) not in _LENGTH or _NO_SCENE.search(value):
        return ""
    return value
