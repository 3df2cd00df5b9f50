"""The ledger for who audits, everybody's own activity, and the sealed chain as a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from huoshui.display.downloads import download
from huoshui.display.listing import Listing, list_view
from huoshui.display.parts import Fact, Link, PageHead, Step
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.kernel.tenancy import scope
from huoshui.ledger import actions, listings, queries
from huoshui.ledger.chainfile import export_chain
from huoshui.ledger.queries import ChainState
from huoshui.orgs import public as orgs
from huoshui_core.chain import verify_ledger

MOST_EXPORTED = 100_000


@require_GET
def ledger(request: Request) -> HttpResponse:
    require(request.actor, "ledger.view")
    rows, listing = queries.lines_in_view(request.actor), listings.lines()
    if "export" in request.GET:
        require(request.actor, "ledger.export")
        return _export(request, listing, rows, what="lines")
    chain = Step("下载封存链", reverse("ledger-chain"), method="post")
    verifier = Step("下载核验程序", reverse("ledger-verifier"))
    head = PageHead("操作台账", f"{request.actor.org_name} · 只增不改，逐条封存", others=(chain, verifier))
    context = {"head": head, "view": list_view(listing, rows, request.GET), "facts": _facts(queries.chain_state())}
    return render(request, "ledger/ledger.html", context)


@require_GET
def mine(request: Request) -> HttpResponse:
    require(request.actor, "ledger.view_own")
    rows, listing = queries.own_lines(request.actor), listings.own()
    if "export" in request.GET:
        return _export(request, listing, rows, what="own")
    trail = (Link("首页", reverse("home")),)
    head = PageHead("我的操作记录", "您在本系统办过的每件事。发现不是您办的，请立即告知本单位管理员。", trail)
    return render(request, "ledger/ledger.html", {"head": head, "view": list_view(listing, rows, request.GET)})


def _export(request: Request, listing: Listing, rows: QuerySet[Any], *, what: str) -> HttpResponse:
    """Exactly the rows shown; noted after they were read, so that a file doesn't hold its own line."""
    params = request.GET.dict()
    count = listing.narrow(rows, params)[: MOST_EXPORTED + 1].count()
    if count > MOST_EXPORTED:
        raise Invalid(f"一次最多导出 {MOST_EXPORTED:,} 条，请用日期或其他条件缩小范围", field="export")
    response = download(listing, rows, params, demonstration=orgs.has_demonstration())
    filters = [one.name for one in listing.filters if params.get(one.name)]
    actions.note_export(request.actor, what=what, rows=count, filters=filters)
    return response


@require_POST
def chain(request: Request) -> StreamingHttpResponse:
    """Entries outside the actor's view are given by their seals alone."""
    require(request.actor, "ledger.export")
    actions.note_export(request.actor, what="chain", rows=queries.chain_state().n)
    response = StreamingHttpResponse(_chain_of(request.actor), content_type="application/jsonl")
    response["Content-Disposition"] = f'attachment; filename="ledger-{clock.today():%Y%m%d}.jsonl"'
    return response


def _chain_of(actor: Actor) -> Iterator[bytes]:
    """Read while it is sent, after the request's own scope has closed."""
    with scope(actor):
        yield from export_chain(queries.ask, sees_all=False)


@require_GET
def verifier(request: Request) -> HttpResponse:
    require(request.actor, "ledger.view")
    path = Path(verify_ledger.__file__)
    response = HttpResponse(path.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response


def _facts(state: ChainState) -> tuple[Fact, ...]:
    if not state.n:
        return (Fact("封存", "尚无封存记录"),)
    return (
        Fact("链头", f"no. {state.n}"),
        Fact("最近封存", _moment(state.sealed_at)),
        Fact("核验", _checked(state)),
        Fact("封存值", f"{state.n}:{state.digest}（{state.algorithm.upper()}）", wide=True),
    )


def _checked(state: ChainState) -> str:
    if state.checked_at is None:
        return "尚未核验，节点启动后自动进行"
    when = _moment(state.checked_at)
    if not state.damages:
        return f"完好：{when} 逐条核对至 no. {state.checked_upto}"
    where = f"首处在 no. {state.damaged_n}" if state.damaged_n else "有未经登记的记录"
    return f"发现 {state.damages} 处损坏（{verify_ledger.KINDS[state.kind]}），{where}；{when} 核对"


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"
