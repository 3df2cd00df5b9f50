"""The public catalogue, which needs no sign-in, and an institution's own list of what it has published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import Empty, Link, PageHead, Pager
from huoshui.display.query import query_url
from huoshui.kernel.action import require
from huoshui.kernel.errors import NotFound
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.resources import actions, card, labels, queries, states
from huoshui.resources.catalogue import FACETS, SORTS, Found, Search, find, found_ids, search_from
from huoshui.resources.listings import CATALOGUE, LIBRARY, TONES, reason_of
from huoshui_core.standards import Unclean
from huoshui_core.standards.identifiers import publication_number

NOTHING_FOUND = Empty(
    "没有找到符合条件的专利",
    "可以换一个说法，或去掉部分筛选条件。",
    ("用产品、材料或用途的常用叫法", "用两到四个字的关键词，用空格隔开", "也可以直接输入专利号"),
)


@require_GET
def catalogue(request: Request) -> HttpResponse:
    require(request.actor, "resources.browse")
    search = search_from(request.GET)
    if "export" in request.GET:
        return _export(request, search)
    found = find(search)
    context = {
        "found": found,
        "query": search.text,
        "cards": [(row, card.tags(row), labels.place(row.region)) for row in found.entries],
        "facets": _facet_links(request, found),
        "chips": _chips(request, found),
        "sorts": [(label, query_url(request.GET, sort=key), key == search.sort) for key, label in SORTS.items()],
        "pager": _pager(request, found),
        "exports": _exports(request) if found.total else (),
        "canonical": request.build_absolute_uri(reverse("catalogue")),
        "empty": NOTHING_FOUND,
    }
    return render(request, "resources/catalogue.html", context)


def _facet_links(request: Request, found: Found) -> list[dict[str, Any]]:
    """A city is offered once a province is chosen; before that the list would be of the whole country."""
    chosen = found.search.filters
    return [
        {
            "label": facet.label,
            "choices": [(one, _toggle(request, facet.name, one.value, one.chosen)) for one in found.facets[facet.name]],
            "open": facet.name in chosen or facet.name in ("industry", "willingness"),
        }
        for facet in FACETS
        if found.facets[facet.name] and (facet.name != "city" or "province" in chosen or "city" in chosen)
    ]


def _chips(request: Request, found: Found) -> list[Link]:
    return [
        Link(f"{facet.label}：{one.label}", _toggle(request, facet.name, one.value, True))
        for facet in FACETS
        for one in found.facets[facet.name]
        if one.chosen
    ]


def _toggle(request: Request, name: str, value: str, chosen: bool) -> str:
    if chosen:
        return query_url(request.GET, without=(name, value))
    wider = request.GET.copy()
    wider.appendlist(name, value)
    return query_url(wider)


def _pager(request: Request, found: Found) -> Pager:
    def to(offset: int | None) -> str:
        return "" if offset is None else query_url(request.GET, cursor=str(offset))

    return Pager(len(found.entries), found.total, False, to(found.previous), to(found.next))


def _exports(request: Request) -> tuple[Link, ...]:
    return tuple(
        Link(label, query_url(request.GET, export=kind)) for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
    )


def _export(request: Request, search: Search) -> HttpResponse:
    rows = queries.listed_by_position(found_ids(search))
    demonstration = rows.filter(demonstration=True).exists()
    return download(CATALOGUE, rows, {"export": request.GET["export"]}, demonstration=demonstration)


@require_GET
def catalogue_entry(request: Request, number: str) -> HttpResponse:
    require(request.actor, "resources.browse")
    canonical = _canonical_number(number)
    if canonical != number:
        return redirect("catalogue-entry", canonical, permanent=True)
    row = queries.entry_by_number(number)
    if row is None:
        raise NotFound("目录中没有这件专利", number=number)
    if row.status != states.LISTED:
        gone = {"entry": row, "because": states.REASONS[row.reason], "temporary": row.reason != states.OWNER}
        return render(request, "resources/gone.html", gone, status=410)
    url = request.build_absolute_uri(reverse("catalogue-entry", args=[row.number]))
    context = {**card.context(row), "canonical": url, "demonstration": row.demonstration}
    return render(request, "resources/entry.html", context)


def _canonical_number(number: str) -> str:
    try:
        return publication_number(number)
    except Unclean:
        return number


@require_GET
def library(request: Request) -> HttpResponse:
    require(request.actor, "resources.view")
    rows = queries.entries_in_view(request.actor)
    if "export" in request.GET:
        return download(LIBRARY, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    head = PageHead("转化资源库", subtitle="已公布的专利，企业在公开目录中看到的就是“展示中”的这些")
    return render(request, "resources/library.html", {"view": list_view(LIBRARY, rows, request.GET), "head": head})


@require_GET
def library_entry(request: Request, entry_id: int) -> HttpResponse:
    require(request.actor, "resources.view")
    row = queries.entry_in_view(request.actor, entry_id)
    may_change = Policy.may(request.actor, "resources.withdraw")
    owner_withdrew = row.status == states.WITHDRAWN and row.reason == states.OWNER
    context = {
        **card.context(row),
        "head": PageHead(row.title, f"{row.institution} · {row.number}", (Link("转化资源库", reverse("library")),)),
        "status": {"label": states.LABELS[row.status], "tone": TONES[row.status]},
        "because": reason_of(row),
        "may_withdraw": may_change and row.status != states.WITHDRAWN,
        "may_relist": may_change and owner_withdrew,
    }
    return render(request, "resources/library_entry.html", context)


@require_POST
def withdraw(request: Request, entry_id: int) -> HttpResponse:
    actions.withdraw_entry(request.actor, entry_id=entry_id, reason=request.POST.get("reason", ""))
    messages.success(request, "已撤下，公开目录即刻不再展示")
    return redirect("library-entry", entry_id)


@require_POST
def relist(request: Request, entry_id: int) -> HttpResponse:
    actions.relist_entry(request.actor, entry_id=entry_id)
    messages.success(request, "已恢复展示，稍后即可检索到")
    return redirect("library-entry", entry_id)
