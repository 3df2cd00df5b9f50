"""The list of events: one declaration for page, export and API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs
from huoshui.rights.details import event_label, what_changed
from huoshui.rights.models import STANDARDS, SUBJECTS
from huoshui_core.rights import LABELS

CODES = STANDARDS["events"].field("event").codes
FEES = ("fee_paid", "fee_owed")
TONES: dict[str, Tone] = {
    "granted": "good",
    "restored": "good",
    "lapsed": "bad",
    "expired": "bad",
    "abandoned": "bad",
    "superseded": "bad",
    "invalidated": "bad",
    "limited": "warn",
    "preserved": "warn",
    "pledged": "warn",
    "fee_owed": "warn",
}


def _by_day(lookup: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise Invalid(f"“{value}”不是日期，应如 2019-07-09", value=value) from None
        return rows.filter(**{lookup: day})

    return apply


def _by_subject(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Legal events, or payments."""
    return rows.filter(kind__in=FEES) if value == "fees" else rows.exclude(kind__in=FEES)


EVENTS = Listing(
    name="legal-events",
    title="法律事件清单",
    columns=[
        Column("happened_on", "日期", lambda row: row.happened_on, sort="happened_on"),
        Column("event", "事件", event_label, tone=lambda row: TONES.get(row.kind, "neutral"), width=24),
        Column("code", "公报代码", lambda row: row.code, phone=False),
        Column("title", "专利名称", lambda row: row.title, width=48),
        Column("number", "专利号", lambda row: row.number),
        Column("institution", "单位", lambda row: row.org_name, width=24, phone=False),
        Column("content", "内容", what_changed, width=40),
        Column("announced_on", "公告日", lambda row: row.announced_on, on_page=False),
        Column("detail", "公告原文", lambda row: row.facts.get("detail", ""), width=48, on_page=False),
        Column("source", "来源", lambda row: row.source, on_page=False),
        Column("as_of", "数据日期", lambda row: row.as_of, phone=False),
    ],
    sorts=[Sort("happened_on", "happened_on", descending=True)],
    filters=[
        Filter("q", "名称或号码", contains("title", "number"), kind="text"),
        Filter("subject", "类别", _by_subject, choices=list(SUBJECTS.items())),
        Filter("kind", "事件", equals("kind"), choices=list(LABELS.items())),
        Filter("code", "公报代码", equals("code"), choices=[(one, one) for one in (CODES.values if CODES else {})]),
        Filter("since", "日期起", _by_day("happened_on__gte"), kind="date"),
        Filter("until", "日期止", _by_day("happened_on__lte"), kind="date"),
        *orgs.institution_filters(),
    ],
    row_link=page_of("patent", "patent_id"),
    empty=Empty(
        "没有符合条件的法律事件",
        "法律事件由清单导入，导入后推算每件专利的法律状态、权利人和能否对外提供。",
        ("从专利登记簿副本、专利公报或商业数据库导出法律状态清单", "在“导入法律事件”上传，先看检查结果", "确认后写入"),
    ),
)
