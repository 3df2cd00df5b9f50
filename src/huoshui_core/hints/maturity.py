"""How far a technology has come, when the text itself says so. Wishes (便于产业化) are not evidence."""

import re
from dataclasses import dataclass

from huoshui_core.hints.model import MaturityHint
from huoshui_core.hints.sentences import sentences


@dataclass(frozen=True)
class _Band:
    low: int
    high: int
    said: re.Pattern[str]


_BANDS = (
    _Band(
        8,
        9,
        re.compile(
            r"已(?:经)?(?:投放市场|上市|投入(?:生产|使用|运行)|批量(?:生产|供货|应用)|量产|推广应用|产业化)"
            r"|实现了?(?:批量生产|量产|产业化应用|规模化应用|工业化应用)|已在[^，。]{2,16}(?:应用|使用|运行)"
        ),
    ),
    _Band(
        6,
        7,
        re.compile(
            r"(?<![其空水集料液])中试(?:试验|验证|生产|线|阶段|规模|(?![样图剂管件块纸片液验着探用]))|(?:大田|田间|区域|工业|现场|实船|实车|挂网|临床)(?:试验|试用|验证|示范)"
            r"|示范(?:工程|应用|基地)|试运行|扩大试验|工程应用(?:表明|证明|验证)"
        ),
    ),
    _Band(5, 6, re.compile(r"样机|原型机|原理样机|试制")),
    _Band(
        4,
        4,
        re.compile(
            r"小试|实验室(?:条件|规模|验证|测试|试验|环境)|(?:动物|体外|细胞|小鼠|大鼠)(?:实验|试验)(?:结果|表明|证明|显示|验证)"
            r"|(?:实验|试验)(?:结果)?(?:表明|证明|证实|显示|验证)|经(?:实验|试验|测试|检测)"
        ),
    ),
    _Band(3, 4, re.compile(r"(?:仿真|数值模拟|模拟)(?:实验|试验)?(?:结果|验证|表明|证明|显示|测试)|仿真实验")),
)
_WISH = re.compile(
    r"(?:适合|适于|适用于|便于|易于|利于|有利于|有望|可望|可以?|能够?|将|未来|前景|潜力|需要?|为了|拟|无需|不需|避免|省去|用于|进行|作为|供)[^，。；]{0,10}$"
)


def maturity_hint(abstract: str) -> MaturityHint | None:
    """The highest band that is stated as done; None when nothing says so. A title names a thing, never its state."""
    lines = sentences(abstract)
    for band in _BANDS:
        for line in lines:
            words = tuple(dict.fromkeys(match[0] for match in band.said.finditer(line) if _is_done(line, match)))
            if words:
                return MaturityHint(band.low, band.high, words, line)
    return None


def _is_done(line: str, match: re.Match[str]) -> bool:
    before = line[max(0, match.start() - 14) : match.start()]
    after = line[match.end() : match.end() + 6]
    return not _WISH.search(before) and not after.startswith(
        ("前景", "潜力", "价值", "装置", "设备", "台", "方法", "系统", "箱")
    )
