"""The ledger for programs of those who audit."""

from typing import Any

from ninja import Query, Router

from huoshui.display.api_pages import page_out
from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.ledger import listings, queries, schemas

router = Router(tags=["操作台账"])


@router.get("/lines", response=schemas.LinesOut, summary="操作台账")
def lines(request: Request, asked: Query[schemas.LinesQuery]) -> dict[str, Any]:
    """The same filters as the page; `since` and `until` are days, both included."""
    require(request.actor, "ledger.view")
    page = listings.lines().page(queries.lines_in_view(request.actor), asked.dict())
    return page_out(page)
