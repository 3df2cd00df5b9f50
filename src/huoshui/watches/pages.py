"""Pages of kept searches: the list, one with its news, keeping a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.parts import Cell, Column, Empty, Link, PageHead, Row, Step, Table, Tag
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.patents import public as patents
from huoshui.watches import actions, queries
from huoshui.watches.forms import WatchForm
from huoshui.watches.models import Watch
from huoshui.watches.news import News, news_for
from huoshui.watches.rules import MOST, NOT_ASKED, RHYTHMS

TRAIL = (Link("专利基础库", "/patents/"),)


@require_GET
def watches(request: Request) -> HttpResponse:
    require(request.actor, "watches.view")
    # Asked anew, as the page of each does: what was told on the last round may be a week old.
    found = [(row, news_for(request.actor, row)) for row in queries.watches_of(request.actor).order_by("name", "id")]
    found.sort(key=lambda one: -one[1].total)
    table = Table(
        columns=(Column("名称"), Column("新结果", number=True), Column("条件", phone=False), Column("提醒")),
        rows=tuple(_row(row, news) for row, news in found),
        empty=Empty(
            "还没有保存检索",
            "常看的检索存下来，有新公布的或状态变化的专利时在首页提醒您。",
            ("在专利基础库检索并筛选", "点“保存检索”，起个名字", "选每天或每周提醒"),
            Step("去检索", reverse("patents")),
        ),
    )
    head = PageHead("检索订阅", f"只有您自己看得到；最多 {MOST} 个", TRAIL)
    return render(request, "watches/list.html", {"head": head, "table": table})


def _row(row: Watch, news: News) -> Row:
    conditions = "；".join(patents.search_words(row.query)) or "全部专利"
    url = reverse("watch", args=[row.pk])
    return Row((Cell(row.name), _fresh(row, news), Cell(conditions), Cell(RHYTHMS[row.rhythm])), url)


def _fresh(row: Watch, news: News) -> Cell:
    if not news.is_known:
        return Cell("—", note="检索索引正在准备")
    tag = Tag(f"{news.total:,}", "info") if news.total else None
    # The home page counts what was told, and leads here.
    return Cell(news.total, tag=tag, note=f"上次提醒时 {row.news:,}" if row.news != news.total else "")


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The search comes in the address, as the list of patents has it."""
    require(request.actor, "watches.keep")
    query = patents.search_address(request.GET.urlencode(), leaving_out=NOT_ASKED)
    words = patents.search_words(query)
    if request.method == "GET" and (kept := queries.same_watch(request.actor, query)):
        messages.info(request, "这个检索已经保存，就是下面这个订阅")
        return redirect("watch", kept.pk)
    form = WatchForm(request.POST or None, initial={"name": _short("、".join(words))})
    if request.method == "POST" and form.is_valid():
        try:
            watch_id = actions.keep_watch(request.actor, query=query, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, "已保存，之后有新结果会提醒您")
            return redirect("watch", watch_id)
    head = PageHead("保存检索", "；".join(words) or "全部专利", TRAIL)
    return render(request, "watches/new.html", {"head": head, "form": form}, status=422 if form.errors else 200)


def _short(words: str) -> str:
    return words if len(words) <= 30 else words[:29] + "…"


@require_GET
def watch(request: Request, watch_id: int) -> HttpResponse:
    require(request.actor, "watches.view")
    return _one(request, queries.watch_of(request.actor, watch_id))


def _one(request: Request, row: Watch, form: WatchForm | None = None) -> HttpResponse:
    found = news_for(request.actor, row)
    context = {
        "row": row,
        "head": PageHead(
            row.name,
            "；".join(patents.search_words(row.query)) or "全部专利",
            (*TRAIL, Link("检索订阅", reverse("watches"))),
            others=(Step("打开检索", f"{reverse('patents')}?{row.query}"),),
        ),
        "news": found,
        "table": _news_table(found),
        "form": form or WatchForm(initial={"name": row.name, "rhythm": row.rhythm}),
    }
    return render(request, "watches/watch.html", context, status=422 if form and form.errors else 200)


def _news_table(found: News) -> Table:
    cards = patents.cards(found.ids)
    rows = tuple(_news_row(cards[one]) for one in found.ids if one in cards)
    columns = (Column("专利名称"), Column("公开（公告）号"), Column("公开（公告）日", phone=False))
    return Table(columns, rows, empty=Empty("没有新的或变化的专利", "上次查看之后没有新公布或状态变化的专利。"))


def _news_row(card: Any) -> Row:
    number = card.publication_no or card.application_no
    return Row((Cell(card.title), Cell(number), Cell(card.publication_date)), reverse("patent", args=[card.id]))


@require_POST
def change(request: Request, watch_id: int) -> HttpResponse:
    require(request.actor, "watches.keep")
    row = queries.watch_of(request.actor, watch_id)
    form = WatchForm(request.POST)
    if not form.is_valid():
        return _one(request, row, form)
    actions.change_watch(request.actor, watch_id=watch_id, **form.cleaned_data)
    messages.success(request, "已保存")
    return redirect("watch", watch_id)


@require_POST
def seen(request: Request, watch_id: int) -> HttpResponse:
    actions.mark_seen(request.actor, watch_id=watch_id)
    messages.success(request, "已标记为看过")
    return redirect("watches")


@require_POST
def drop(request: Request, watch_id: int) -> HttpResponse:
    actions.drop_watch(request.actor, watch_id=watch_id)
    messages.success(request, "已删除这个检索订阅")
    return redirect("watches")
