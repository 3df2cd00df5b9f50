"""Pages of the base library: the list, one patent, totals."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.request import Request
from huoshui.patents import details, queries
from huoshui.patents.listings import PATENTS


@require_GET
def patent_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "patents.view")
    rows = queries.listed_patents(actor)
    if "export" in request.GET:
        return download(PATENTS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {"view": list_view(PATENTS, rows, request.GET), "head": details.list_head(actor)}
    return render(request, "patents/list.html", context)


@require_GET
def patent(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "patents.view")
    row = queries.patent_in_view(request.actor, patent_id)
    return render(request, "patents/patent.html", details.patent_context(row, queries.disagreements_of(row.pk)))


@require_GET
def institutions(request: Request) -> HttpResponse:
    require(request.actor, "patents.view")
    totals = queries.totals_by_institution(request.actor)
    return render(request, "patents/institutions.html", details.institutions_context(totals))
