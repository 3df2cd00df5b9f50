"""From what is known of a patent to how its annual fees stand. Values in, answers out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from huoshui_core.reference import PatentKind, edition
from huoshui_core.reference.fee_calendar import Known, Reductions, Right, Standing, YearFee, schedule, standing

PHASES = {
    "upcoming": "待缴",
    "check": "待核实",
    "grace": "滞纳期",
    "done": "无需再缴",
}
BASES = {
    "own": "本单位标注",
    "stated": "来源记载",
    "implied": "推算",
    "none": "无依据",
}
EXPLAINED = {
    "own": "以本单位标注的缴费为准",
    "stated": "来源记载了缴费年度",
    "implied": "来源说明该日专利有效，由此推算补缴期已过的年度均已缴；不等于缴费记录",
    "none": "没有来源说明是否有效、是否已缴，只知道授权当年的年费在登记时缴纳",
}
MARKS = {"paid": "已缴", "drop": "拟放弃"}
OWN_SOURCE = "本单位"
MOST_YEARS = 20  # an institution may say how long its reduction lasts; no term is longer
# Rights whose load says so; the day is that of the data.


@dataclass(frozen=True, slots=True)
class Facts:
    """What a patent and its sources say. `reduced_years` 0: no reduction on record."""

    kind: str
    filing_date: date | None
    grant_date: date | None
    expires_on: date | None
    applicants: int
    known: Known
    reduced_years: int = 0
    open_licence: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """`fees` are all years after that of the grant."""

    fees: tuple[YearFee, ...]
    standing: Standing


def work_out(facts: Facts, today: date) -> Worked | None:
    """None where the dates do not tell, or the term is over."""
    right = right_of(facts)
    if right is None:
        return None
    fees = schedule(right, _reductions(facts))
    found = standing(right, fees, facts.known, today)
    return None if found.phase == "over" else Worked(fees, found)


def right_of(facts: Facts) -> Right | None:
    filed, granted, ends = facts.filing_date, facts.grant_date, facts.expires_on
    if filed is None or granted is None or ends is None or granted < filed:
        return None
    return Right(cast("PatentKind", facts.kind), filed, granted, ends)


def _reductions(facts: Facts) -> Reductions:
    if not facts.reduced_years:
        return Reductions(open_licence=facts.open_licence)
    return Reductions(max(facts.applicants, 1), facts.reduced_years, facts.open_licence)


def payable_years(fees: Iterable[YearFee], paid_through: int) -> list[YearFee]:
    """Those a person may say are paid: the ones not known to be."""
    return [fee for fee in fees if fee.year > paid_through]


def mark_gaps(fee: YearFee | None, paid_on: date | None, today: date) -> dict[str, str]:
    """Field → what is wrong with saying that this year's fee was paid on that day."""
    if fee is None:
        return {"year": "这件专利没有待缴的这一年度"}
    if paid_on is None:
        return {"paid_on": "请填写缴费日期"}
    if paid_on > today:
        return {"paid_on": "缴费日期不能晚于今天"}
    if paid_on > fee.grace_until:
        return {"paid_on": f"补缴期到 {fee.grace_until:%Y-%m-%d} 为止，之后不能再缴；如已恢复权利，以登记簿为准"}
    return {}


def fee_sources() -> list[str]:
    """What the amounts rest on, for the foot of a page."""
    tables = [edition(name) for name in ("annual_fees", "late_fees", "fee_reductions")]
    return [f"{one.title}：{one.edition}（{STANDINGS[one.standing]}）。{one.source}" for one in tables]


STANDINGS: Mapping[str, str] = {"official": "官方", "local": "本地", "assumed": "暂定"}


def years_text(years: Sequence[int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"第 {first} 年度" if first == last else f"第 {first} 至 {last} 年度"
