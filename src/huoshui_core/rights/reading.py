"""From one row of a legal-status list or of a list of fees to an event. Labels are those of the gazette's own texts,
which commercial exports keep in their column of details: 登记生效日, 终止日期, 许可种类, 质权人 …"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huoshui_core.rights.kinds import LICENCES, kind_of
from huoshui_core.rights.model import RightEvent

_DAY = r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?"
_EFFECT = re.compile(
    r"(?:登记生效日期?|生效日期?|终止日期?|备案日期?|变更日期?|注销日期?|解除日期?|恢复日期?|放弃生效日)[:：]?\s*"
    + _DAY
)
_SPAN = re.compile(r"(?:许可期限|许可期|有效期)[^\d]{0,4}" + _DAY + r"\s*(?:至|到|—|–|-|~|～)+\s*" + _DAY)
_LAST = re.compile(r"(?:截止日期?|届满日期?|到期日期?|许可期限至|期限至|补偿后届满日)[:：]?\s*" + _DAY)
_SHARE = re.compile(r"份额[:：]?\s*(\d{1,3}(?:\.\d{1,6})?)\s*[%％]")
_LICENCE = re.compile("许可种类[:：]?\\s*(独占|排他|普通|分|交叉)")
_WORDS = {"独占": "exclusive", "排他": "sole", "普通": "ordinary", "分": "sub", "交叉": "cross"}
_LABELLED = r"[:：]\s*([^;；,，。\s][^;；,，。\n]*?)(?=\s*(?:[;；,，。\n]|$|\s[^\s:：]{2,8}[:：]))"
_NUMBER = re.compile(r"(?:合同备案号|备案号|登记号|质押登记号)" + _LABELLED)
_PARTY = re.compile(r"(?:质权人|受让人|被许可人|保全法院|执行法院)" + _LABELLED)
_BEFORE = re.compile(r"变更前(?:权利人|专利权人|权利人名称)?" + _LABELLED)
_AFTER = re.compile(r"变更后(?:权利人|专利权人|权利人名称)?" + _LABELLED)
_PARTIES = frozenset({"licensed", "licence_changed", "pledged", "pledge_changed", "preserved"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from: the file, the rank of its kind of source, the day of the list."""

    source: str = ""
    source_rank: int = 0
    as_of: date | None = None


NOWHERE = Origin()


def event_of(code: str, announced_on: date | None, row: Mapping[str, str], origin: Origin = NOWHERE) -> RightEvent:
    """`row` has before, after, party, filing_no and detail as far as known; they go before the words of the detail."""
    detail = row.get("detail", "")
    kind = kind_of(code, detail)
    after = row.get("after") or _first(_AFTER, detail)
    party = row.get("party", "")
    if not party and kind in _PARTIES:
        party = _first(_PARTY, detail) or after
    return RightEvent(
        kind,
        code,
        effective_on=_day(_EFFECT.search(detail)),
        announced_on=announced_on,
        before=row.get("before") or _first(_BEFORE, detail),
        after=after,
        party=party,
        filing_no=row.get("filing_no") or _first(_NUMBER, detail),
        licence=licence_in(detail) if kind in {"licensed", "licence_changed"} else "",
        share=_share(detail),
        until=_until(detail),
        detail=detail,
        source=origin.source,
        source_rank=origin.source_rank,
        as_of=origin.as_of,
    )


def fee_event(year: int, paid_on: date | None, origin: Origin = NOWHERE) -> RightEvent:
    """A row without its day of payment is a fee seen unpaid on the day of the list."""
    kind, day = ("fee_owed", origin.as_of) if paid_on is None else ("fee_paid", paid_on)
    return RightEvent(
        kind,
        effective_on=day,
        year=year,
        source=origin.source,
        source_rank=origin.source_rank,
        as_of=origin.as_of,
    )


def licence_in(text: str) -> str:
    """The kind of licence that is named; "" where none or more than one is."""
    if found := _LICENCE.search(text):
        return _WORDS[found[1]]
    named = [kind for kind, label in LICENCES.items() if kind and label in text]
    return named[0] if len(named) == 1 else ""


def _until(detail: str) -> date | None:
    if span := _SPAN.search(detail):
        return _date(*span.groups()[3:])
    return _day(_LAST.search(detail))


def _share(detail: str) -> Fraction | None:
    found = _SHARE.search(detail)
    share = Fraction(found[1]) / 100 if found else None
    return share if share and share <= 1 else None


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].strip() if found else ""


def _day(found: re.Match[str] | None) -> date | None:
    return _date(*found.groups()) if found else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
