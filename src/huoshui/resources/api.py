"""The catalogue for programs, open to everybody, and the library of the signed-in institution."""

from typing import Any

from ninja import Query, Router

from huoshui.display.api_pages import asked_of, page_out
from huoshui.kernel.action import require
from huoshui.kernel.errors import NotFound
from huoshui.kernel.request import Request
from huoshui.resources import actions, queries, schemas, states
from huoshui.resources.catalogue import find, search_from
from huoshui.resources.listings import LIBRARY
from huoshui.resources.models import LibraryEntry

catalogue = Router(tags=["公开目录"])
router = Router(tags=["转化资源库"])
ASKED: Any = asked_of(LIBRARY)


@catalogue.get("", response=schemas.CatalogueOut, summary="检索公开目录")
def search_catalogue(request: Request) -> dict[str, object]:
    """Parameters: q, sort (relevance, newest, maturity), cursor, and any number of values of each facet:
    industry, maturity, willingness, province, city, institution, kind, field."""
    require(request.actor, "resources.browse")
    found = find(search_from(request.GET))
    return {
        "rows": found.entries,
        "total": found.total,
        "next": "" if found.next is None else str(found.next),
        "facets": {
            name: [{"value": one.value, "label": one.label, "count": one.count} for one in choices]
            for name, choices in found.facets.items()
        },
    }


@catalogue.get("/{number}", response=schemas.EntryOut, summary="一件可转化专利")
def catalogue_entry(request: Request, number: str) -> LibraryEntry:
    require(request.actor, "resources.browse")
    row = queries.entry_by_number(number)
    if row is None or row.status != states.LISTED:
        raise NotFound("目录中没有这件专利", number=number)
    return row


@router.get("/entries", response=schemas.LibraryOut, summary="本单位或辖区的入库专利")
def library(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "resources.view")
    return page_out(LIBRARY.page(queries.entries_in_view(request.actor), query.dict()))


@router.post("/entries/{entry_id}/withdraw", response=schemas.Done, summary="撤下一件入库专利")
def withdraw(request: Request, entry_id: int, body: schemas.Withdrawal) -> dict[str, int]:
    actions.withdraw_entry(request.actor, entry_id=entry_id, reason=body.reason)
    return {"count": 1}


@router.post("/entries/{entry_id}/relist", response=schemas.Done, summary="恢复展示一件入库专利")
def relist(request: Request, entry_id: int) -> dict[str, int]:
    actions.relist_entry(request.actor, entry_id=entry_id)
    return {"count": 1}
