"""Pages of the base library: the list, one patent, totals."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huoshui.display.downloads import download_rows
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.request import Request
from huoshui.patents import details, public, queries, search_page, sections
from huoshui.patents.asking import asked_from, faults, searchable
from huoshui.patents.finding import exported, find
from huoshui.patents.listings import PATENTS, SHOWN
from huoshui.patents.steps import steps_for


@require_GET
def patent_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "patents.view")
    query, unheard = searchable(request.GET)
    wrong = {} if "export" in query else faults(query)
    if wrong:
        shown = search_page.refused(wrong, query) | {"head": details.list_head(actor)}
        return render(request, "patents/list.html", shown, status=422)
    asked = asked_from(query)
    if "export" in query:
        found = exported(actor, asked)
        kind = request.GET["export"]
        return download_rows(PATENTS, found.rows(), kind, demonstration=found.has_demonstration())
    context = search_page.context(find(actor, asked, fields=SHOWN), asked, query)
    context |= {"head": details.list_head(actor), "steps": steps_for(actor, query), "unheard": unheard}
    return render(request, "patents/list.html", context)


@require_GET
def patent(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "patents.view")
    row = queries.patent_in_view(request.actor, patent_id)
    card = public.cards([row.pk])[row.pk]
    context = details.patent_context(row, queries.disagreements_of(row.pk))
    return render(request, "patents/patent.html", context | {"sections": sections.sections_of(request.actor, card)})


@require_GET
def institutions(request: Request) -> HttpResponse:
    require(request.actor, "patents.view")
    totals = queries.totals_by_institution(request.actor)
    return render(request, "patents/institutions.html", details.institutions_context(totals))
