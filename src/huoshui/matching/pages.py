"""Pages of matches: cards for the enterprise, a list for the institution, the reasons of one pair."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import Fact, Link, MatchCard, PageHead, Step
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.request import Request
from huoshui.matching import queries
from huoshui.matching.listings import CANDIDATES, RECOMMENDATIONS
from huoshui.matching.models import Match
from huoshui.matching.rules import shown_parts
from huoshui.resources import public as resources
from huoshui_core.standards import load

DOSSIER = load("dossier")
FIRST = 5  # what an engineer of a small firm will read this week


@require_GET
def matches(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "matching.view")
    return _for_enterprise(request, actor) if "enterprise" in actor.roles else _for_institution(request, actor)


def _for_enterprise(request: Request, actor: Actor) -> HttpResponse:
    rows = queries.recommendations_in_view(actor)
    if "export" in request.GET:
        return download(
            RECOMMENDATIONS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists()
        )
    first = list(rows.order_by("rank")[:FIRST])
    highest = max((row.score for row in first), default=1.0) or 1.0
    offers = resources.listed_cards(row.entry_id for row in first)
    context = {
        "head": PageHead(
            "推荐给贵企业的专利", subtitle="按技术内容与贵企业画像的接近程度排列，理由逐条列出，各项相加等于匹配分"
        ),
        "cards": [_card(row, highest, offers.get(row.entry_id)) for row in first],
        "view": list_view(RECOMMENDATIONS, rows, request.GET),
        "run": queries.last_run(),
    }
    return render(request, "matching/enterprise.html", context)


def _for_institution(request: Request, actor: Actor) -> HttpResponse:
    rows = queries.candidates_in_view(actor)
    if "export" in request.GET:
        return download(CANDIDATES, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {
        "head": PageHead("匹配到的企业", subtitle="每件在库专利对应的企业，按匹配分排列；点开看理由"),
        "view": list_view(CANDIDATES, rows, request.GET),
        "run": queries.last_run(),
    }
    return render(request, "matching/institution.html", context)


@require_GET
def candidate(request: Request, candidate_id: int) -> HttpResponse:
    require(request.actor, "matching.view")
    row = queries.candidates_in_view(request.actor).filter(pk=candidate_id).first()
    if row is None:
        raise NotFound("没有这条匹配", candidate_id=candidate_id)
    others = queries.candidates_in_view(request.actor).filter(entry_id=row.entry_id).order_by("rank")
    context = {
        "head": PageHead(row.enterprise_name, subtitle=row.title, trail=(Link("匹配结果", reverse("matches")),)),
        "card": _card(row, row.score or 1.0, None),
        "others": list(others),
        "row": row,
    }
    return render(request, "matching/candidate.html", context)


def _card(row: Match, highest: float, offer: resources.LibraryCard | None) -> MatchCard:
    link = reverse("catalogue-entry", args=[row.publication_no])
    return MatchCard(
        title=row.title,
        url=link,
        score=row.score,
        parts=shown_parts(row.parts),
        subtitle=f"{row.institution_name} · {row.publication_no}",
        facts=_offer_facts(offer) if offer else (),
        actions=(Step("看专利详情", link),),
        highest=highest,
    )


def _offer_facts(offer: resources.LibraryCard) -> tuple[Fact, ...]:
    """What decides whether an engineer reads on: where it is used, how far it is, how it can be had."""
    facts = [
        (DOSSIER.field("scene"), offer.scene),
        (DOSSIER.field("maturity"), labels("maturity", [str(offer.maturity or "")])),
        (DOSSIER.field("willingness"), labels("willingness", offer.willingness)),
    ]
    return tuple(Fact(field.label, value, field.standing, field.source) for field, value in facts if value)


def labels(name: str, values: Iterable[str]) -> str:
    codes = DOSSIER.field(name).codes
    return "、".join(codes.label(one) for one in values if codes and one in codes.values)
