"""Matches for programs."""

from typing import Any

from ninja import Query, Router, Schema

from huoshui.display.api_pages import ListPage, asked_of, page_out
from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.matching import queries
from huoshui.matching.listings import CANDIDATES, RECOMMENDATIONS

router = Router(tags=["供需匹配"])
ASKED_BY_INSTITUTIONS: Any = asked_of(CANDIDATES)
ASKED_BY_ENTERPRISES: Any = asked_of(RECOMMENDATIONS)


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


class MatchPage(ListPage):
    rows: list[MatchOut]


@router.get("/candidates", response=MatchPage, summary="本单位专利匹配到的企业")
def candidates(request: Request, query: Query[ASKED_BY_INSTITUTIONS]) -> dict[str, Any]:
    require(request.actor, "matching.view")
    return page_out(CANDIDATES.page(queries.candidates_in_view(request.actor), query.dict()))


@router.get("/recommendations", response=MatchPage, summary="推荐给本企业的专利")
def recommendations(request: Request, query: Query[ASKED_BY_ENTERPRISES]) -> dict[str, Any]:
    require(request.actor, "matching.view")
    return page_out(RECOMMENDATIONS.page(queries.recommendations_in_view(request.actor), query.dict()))
