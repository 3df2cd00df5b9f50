"""Matches for programs."""

from typing import Any

from ninja import Router, Schema

from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.matching import queries
from huoshui.matching.listings import CANDIDATES, RECOMMENDATIONS

router = Router(tags=["供需匹配"])


class Reason(Schema):
    feature: str
    label: str
    words: list[str]
    value: float


class MatchOut(Schema):
    """`parts` add up to `score`."""

    publication_no: str
    title: str
    institution_name: str
    enterprise_id: int
    enterprise_name: str
    rank: int
    score: float
    parts: list[Reason]


class MatchPage(Schema):
    rows: list[MatchOut]
    next: str
    total: int
    total_is_capped: bool


@router.get("/candidates", response=MatchPage, summary="本单位专利匹配到的企业")
def candidates(
    request: Request, q: str = "", publication_no: str = "", sort: str = "", cursor: str = "", size: str = ""
) -> dict[str, Any]:
    require(request.actor, "matching.view")
    params = {"q": q, "publication_no": publication_no, "sort": sort, "cursor": cursor, "size": size}
    return _page(CANDIDATES.page(queries.candidates_in_view(request.actor), params))


@router.get("/recommendations", response=MatchPage, summary="推荐给本企业的专利")
def recommendations(request: Request, q: str = "", sort: str = "", cursor: str = "", size: str = "") -> dict[str, Any]:
    require(request.actor, "matching.view")
    params = {"q": q, "sort": sort, "cursor": cursor, "size": size}
    return _page(RECOMMENDATIONS.page(queries.recommendations_in_view(request.actor), params))


def _page(page: Any) -> dict[str, Any]:
    return {"rows": page.rows, "next": page.next, "total": page.total, "total_is_capped": page.total_is_capped}
