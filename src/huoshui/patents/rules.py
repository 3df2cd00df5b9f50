"""How long the right can last, whether it still is one, which line supervises its owner. Values in, answers out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huoshui_core.reference import line
from huoshui_core.reference.validity import expires_on, is_in_force

__all__ = [
    "NEWEST_STANDS",
    "NOTHING_SAID",
    "SCOPES",
    "SOURCE_LABELS",
    "SOURCE_RANKS",
    "STOCK_UNTIL",
    "About",
    "RightState",
    "Said",
    "expires_on",
    "is_in_force",
    "line_number",
    "stands",
]

LINE_OF = {"university": "education", "institute": "science", "hospital": "health"}


@dataclass(frozen=True, slots=True)
class RightState:
    """What follows from the legal events of a patent: its legal status ("" unknown) and the end of its term."""

    patent_id: int
    legal_status: str
    expires_on: date | None


def subclass_of(main_class: str) -> str:
    """Of the IPC; designs have a Locarno class and no subclass."""
    return "" if not main_class or main_class[0].isdigit() else main_class[:4]


def line_number(name: str, kind: str) -> int:
    """The supervising line an institution is opened in until somebody states another."""
    if name.startswith("中国科学院"):
        return line("academy").number
    return line(LINE_OF[kind]).number


# Which source stands before which, where two say different things. Ours, marked as assumed: no official text ranks
# them. The register is the right itself; the office's publications are its image; a platform and a template repeat it;
# a commercial export is worked up by a third party.
SOURCE_RANKS = {"register": 60, "office": 50, "platform": 40, "template": 30, "commercial": 20, "other": 10}
SOURCE_LABELS = {
    "register": "专利登记簿",
    "office": "国家知识产权局公布（公报、XML）",
    "platform": "国家平台",
    "template": "标准模板",
    "commercial": "商业数据库导出",
    "other": "其他",
}
# What moves with time: here the later word stands, whoever says it; of the same day the stronger source.
NEWEST_STANDS = frozenset({"legal_status"})


@dataclass(frozen=True, slots=True)
class About:
    """What a person says of a file: heading → field, the kind of its source ("" as recognised), the day it tells of."""

    headings: Mapping[str, str] = field(default_factory=dict)
    source_kind: str = ""
    as_of: date | None = None


NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says of one field: "" , () or None is nothing."""

    value: object
    rank: int
    as_of: date


def stands(known: Said, new: Said, *, name: str = "", is_later_text: bool = False) -> str:
    """same | taken | open (a person is asked) | past (an older word on what moves with time).

    Nothing never erases something. Another value from the same or a stronger source, no older, is taken; so is all
    that a later text of the patent says (the grant after the application). Else the known value stays, and a person
    is asked.
    """
    if not new.value or new.value == known.value:
        return "same"
    if not known.value or is_later_text:
        return "taken"
    if name in NEWEST_STANDS and new.as_of != known.as_of:
        return "taken" if new.as_of > known.as_of else "past"
    return "taken" if new.rank >= known.rank and new.as_of >= known.as_of else "open"


# 国知发运字〔2024〕5号 二（一）: the stock (存量) is what was granted by the end of 2023 and is valid; later grants
# join as they come (及时纳入).
STOCK_UNTIL = date(2023, 12, 31)
SCOPES = {"existing": "存量（2023年底前授权且有效）", "rolling": "滚动（2024年起授权）"}
