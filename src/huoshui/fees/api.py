"""Annual fees for programs: the same list and the same mark as the pages."""

from typing import Any

from ninja import Query, Router

from huoshui.display.api_pages import asked_of, page_out
from huoshui.fees import actions, queries, schemas
from huoshui.fees.listings import FEES
from huoshui.fees.models import AnnualFee
from huoshui.kernel.action import require
from huoshui.kernel.request import Request

ASKED: Any = asked_of(FEES)
router = Router(tags=["年费"])
FROM_ROW = set(schemas.FeeOut.model_fields) - {"publication_no", "title", "institution"}


@router.get("/", response=schemas.FeePage, summary="年费日历")
def fees(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "fees.view")
    page = FEES.page(queries.fees_in_view(request.actor), query.dict())
    rows = [_out(row) for row in page.rows]
    return page_out(page, rows)


@router.get("/{int:patent_id}", response=schemas.FeeOut, summary="一件专利的年费")
def fee(request: Request, patent_id: int) -> dict[str, Any]:
    require(request.actor, "fees.view")
    return _out(queries.fee_in_view(request.actor, patent_id))


@router.post("/{int:patent_id}/paid", response=schemas.FeeOut, summary="标注已缴")
def paid(request: Request, patent_id: int, body: schemas.Paid) -> dict[str, Any]:
    actions.mark_paid(request.actor, patent_id=patent_id, year=body.year, paid_on=body.paid_on)
    return _out(queries.fee_in_view(request.actor, patent_id))


def _out(row: AnnualFee) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in FROM_ROW}
    return told | {
        "publication_no": row.patent.publication_no,
        "title": row.patent.title,
        "institution": row.org_name,
    }
