"""Where two sources contradict each other and no rule of ranks settled it: the list of it."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse, QueryDict

from huoshui.display.downloads import download
from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, ListView, equals, list_view, page_of
from huoshui.display.parts import Empty
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs
from huoshui.patents import details
from huoshui.patents.models import DISAGREEMENT_STATES, STANDARD, Disagreement, Patent


def _of(side: str) -> Any:
    def text(row: Disagreement) -> str:
        return f"{getattr(row, f'{side}_source')}，{getattr(row, f'{side}_as_of'):%Y-%m-%d}"

    return text


DISAGREEMENTS = Listing(
    name="disagreements",
    title="来源不一致",
    columns=[
        Column("patent", "专利", lambda row: row.title, link=page_of("patent", "patent_id"), width=40),
        Column("institution", "单位", lambda row: row.org_name, width=24, phone=False),
        Column("field", "项目", lambda row: details.field_label(row.field)),
        Column("kept", "现值", lambda row: details.shown_value(row.field, row.kept), note=_of("kept"), width=28),
        Column("kept_source", "现值来源", _of("kept"), on_page=False, width=28),
        Column(
            "other", "另一来源的值", lambda row: details.shown_value(row.field, row.other), note=_of("other"), width=28
        ),
        Column("other_source", "另一来源", _of("other"), on_page=False, width=28),
        Column("rule", "为何未自动更新", lambda row: why_open(row), phone=False, width=28),
        Column("at", "发现日期", lambda row: row.at.date(), sort="at", phone=False),
        Column("state", "状态", lambda row: DISAGREEMENT_STATES[row.state], on_page=False),
        Column("reason", "核对说明", lambda row: row.reason, on_page=False, width=28),
    ],
    sorts=[Sort("at", "at")],
    filters=[
        Filter("state", "状态", equals("state"), choices=list(DISAGREEMENT_STATES.items())),
        Filter("field", "项目", equals("field"), choices=[(one.name, one.label) for one in STANDARD.fields]),
        Filter("source", "另一来源", lambda rows, value: rows.filter(other_source__icontains=value), kind="text"),
        *orgs.institution_filters(),
    ],
    choose="disagreement",
    empty=Empty(
        "没有不一致的记录",
        "两个来源对同一项目说法不同、又分不出先后高低时，现值不动，这里并列两个值等人核对。",
    ),
)


def why_open(row: Disagreement) -> str:
    """Which rule left it to a person."""
    if row.kept_rank == row.other_rank:
        return "两个来源等级相同"
    if row.kept_rank > row.other_rank:
        return "另一来源等级较低，不覆盖现值"
    return "另一来源等级较高，但日期较早"


def in_view(actor: Actor) -> QuerySet[Disagreement]:
    """With the institution's name and the patent's title."""
    title = Subquery(Patent.objects.filter(pk=OuterRef("patent_id")).values("title")[:1])
    rows: QuerySet[Disagreement] = Disagreement.objects.annotate(org_name=orgs.name_of(), title=title)
    return rows


def disagreement_view(actor: Actor, query: QueryDict) -> ListView:
    """The open ones, unless the query asks for others."""
    require(actor, "patents.view")
    return list_view(DISAGREEMENTS, in_view(actor), _open_first(query))


def disagreement_download(actor: Actor, query: QueryDict) -> HttpResponse:
    require(actor, "patents.view")
    asked = _open_first(query)
    params = {name: str(asked[name]) for name in asked}
    return download(DISAGREEMENTS, in_view(actor), params, demonstration=orgs.has_demonstration())


def _open_first(query: QueryDict) -> QueryDict:
    asked = query.copy()
    asked.setdefault("state", "open")
    return asked


def open_by_institution() -> dict[int, int]:
    """How many wait, within the open scope."""
    counted = Disagreement.objects.filter(state="open").order_by().values_list("org_id").annotate(total=Count("id"))
    return dict(counted)
