"""The list of annual fees: one declaration for page, export and API; what a unit marked is in the one for insiders."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.display.query import whole_number
from huoshui.fees.models import AnnualFee
from huoshui.fees.queries import SOON, SOONER, due_within
from huoshui.fees.rules import BASES, PHASES
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Sort
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui_core.reference.fee_calendar import months_after
from huoshui_core.standards import load, load_codes

PATENT = load("patent")
KINDS = load_codes("patent_kind").values
TONES: dict[str, Tone] = {"upcoming": "info", "check": "warn", "grace": "bad", "done": "good"}
WITHIN = [(str(SOONER), f"{SOONER} 天内"), (str(SOON), f"{SOON} 天内"), ("365", "一年内")]


def month_of(value: str) -> tuple[date, date]:
    """First and last day of 2026-12; raises Invalid for anything else."""
    year, _, month = value.partition("-")
    try:
        first = date(whole_number(year), whole_number(month), 1)
    except ValueError:
        raise Invalid(f"“{value}”不是月份，应如 2026-12", value=value) from None
    return first, months_after(first, 1) - timedelta(days=1)


def _in_month(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(phase="upcoming", next_on__range=month_of(value))


def _within(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return due_within(rows, whole_number(value))


def _kind(row: AnnualFee) -> str:
    return KINDS.get(row.patent.kind, row.patent.kind)


def _number(row: AnnualFee) -> str:
    return str(row.patent.publication_no or row.patent.application_no)


def _year(row: AnnualFee) -> str:
    return f"第 {row.year} 年度" if row.year else "—"


def _day_note(row: AnnualFee) -> str:
    if not row.year:
        return "期限届满日"
    return f"补缴期至 {row.grace_until:%Y-%m-%d}" if row.phase in {"check", "grace"} else ""


def _late_note(row: AnnualFee) -> str:
    return f"如尚未缴纳，另加滞纳金 {row.late_fee_yuan}" if row.late_fee_yuan else ""


FEES = Listing(
    name="fees",
    title="年费日历",
    columns=[
        Column("title", PATENT.field("title").label, lambda row: row.patent.title, width=48),
        Column("publication_no", PATENT.field("publication_no").label, _number, width=18),
        Column("kind", PATENT.field("kind").label, _kind, phone=False),
        Column("institution", "单位", lambda row: row.org_name, width=24, on_page=False),
        Column("year", "年度", _year),
        Column("next_on", "应缴日", lambda row: row.next_on, sort="next_on", note=_day_note),
        Column("grace_until", "补缴期届满日", lambda row: row.grace_until, on_page=False),
        Column(
            "amount",
            "应缴（元）",
            lambda row: row.amount_yuan,
            sort="amount",
            number=True,
            note=_late_note,
        ),
        Column("late_fee", "滞纳金（元）", lambda row: row.late_fee_yuan, number=True, on_page=False),
        Column("phase", "状态", lambda row: PHASES[row.phase], tone=lambda row: TONES[row.phase]),
        Column("cost", "到期前合计（元）", lambda row: row.cost_to_expiry_yuan, sort="cost", number=True, phone=False),
        Column("basis", "依据", lambda row: BASES[row.basis], phone=False),
        Column("said_on", "依据日期", lambda row: row.said_on, on_page=False),
        Column("computed_for", "推算日", lambda row: row.computed_for, on_page=False),
    ],
    sorts=[
        Sort("next_on", "next_on"),
        Sort("amount", "amount_yuan", descending=True),
        Sort("cost", "cost_to_expiry_yuan", descending=True),
    ],
    filters=[
        Filter("q", "名称或号码", contains("patent__title", "patent__publication_no"), kind="text"),
        Filter("phase", "状态", equals("phase"), choices=list(PHASES.items())),
        Filter("within", "应缴日", _within, choices=WITHIN),
        Filter("kind", PATENT.field("kind").label, equals("patent__kind"), choices=list(KINDS.items())),
        Filter("month", "应缴月份", _in_month, kind="hidden", word=lambda value: value),
        *orgs.institution_filters(),
    ],
    row_link=page_of("fees-patent", "patent_id"),
    empty=Empty(
        "没有符合条件的年费",
        "专利导入基础库后，系统按申请日、授权日和年费标准推算每件有效专利的下一次年费。缺申请日的专利无法推算，不列在这里。",
        ("在“专利基础库”导入专利，带上申请日和法律状态", "核对“待核实”的专利，标注已缴", "下载日历文件，提前收到提醒"),
    ),
)
INSIDE = replace(
    FEES,
    columns=[
        *FEES.columns,
        Column("to_drop", "单位标注", lambda row: "拟放弃" if row.to_drop else "", tone=lambda row: "warn"),
    ],
    filters=[
        *FEES.filters,
        Filter(
            "to_drop",
            "单位标注",
            lambda rows, value: rows.filter(to_drop=value == "1"),
            choices=[("1", "拟放弃"), ("0", "未标注拟放弃")],
        ),
    ],
    choose="fee",
)


def listing_for(actor: Actor) -> Listing:
    """Whether a unit means to let a patent go is its own business until it does."""
    if not Policy.may(actor, "fees.read_marks"):
        return FEES
    return INSIDE if Policy.may(actor, "fees.mark") else replace(INSIDE, choose="")
