"""Quality and queues for programs."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from ninja import Query, Router, Schema

from huoshui.curation import actions, queries, states
from huoshui.curation.listings import NAMES
from huoshui.display.api_pages import ListPage, ListQuery, page_out
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.patents import public as patents

router = Router(tags=["数据质量与复核"])


class FieldOut(Schema):
    name: str
    label: str
    rows: int
    filled: int
    share: float


class AgeOut(Schema):
    label: str
    rows: int


class QualityOut(Schema):
    counted_at: str
    institutions: int
    total: int
    unconfirmed: int
    names_waiting: int
    conflicts: int
    fields: list[FieldOut]
    ages: list[AgeOut]


class ProposalOut(Schema):
    id: int
    name: str
    score: int
    reasons: list[str]


class NameOut(Schema):
    id: int
    name: str
    region: int
    patents: int
    titles: list[str]
    proposals: list[ProposalOut]
    state: str
    target_id: int | None
    reason: str


class NamePage(ListPage):
    rows: list[NameOut]


class NameQuery(ListQuery):
    q: str = ""
    state: str = states.OPEN
    chance: str = ""


class DecisionIn(Schema):
    review_id: int
    verdict: str
    target_id: int = 0


class DecisionsIn(Schema):
    decisions: list[DecisionIn]
    reason: str


class SettleIn(Schema):
    ids: list[int]
    verdict: str
    reason: str


class DoneOut(Schema):
    done: int


class StaleOut(Schema):
    org_id: int
    institution: str
    source: str
    rows: int
    oldest: date


@router.get("/quality", response=QualityOut, summary="数据质量")
def quality(request: Request, org: int = 0) -> dict[str, Any]:
    actor = request.actor
    require(actor, "curation.view")
    standing = queries.standing(actor, org)
    conflicts = patents.open_by_institution()
    filled = {name: standing.figures.filled(name) for name in patents.FIELDS}
    buckets = standing.figures.buckets(sorted({30, *settings.STALE_DAYS, 365}), clock.today())
    return {
        "counted_at": standing.counted_at.isoformat() if standing.counted_at else "",
        "institutions": standing.institutions,
        "total": standing.figures.total,
        "unconfirmed": standing.figures.unconfirmed,
        "names_waiting": queries.names_waiting(actor) if not org else 0,
        "conflicts": conflicts.get(org, 0) if org else sum(conflicts.values()),
        "fields": [
            {"name": name, "label": patents.FIELDS[name], "rows": one.rows, "filled": one.filled, "share": one.share}
            for name, one in filled.items()
        ],
        "ages": [{"label": one.label, "rows": one.rows} for one in buckets],
    }


@router.get("/stale", response=list[StaleOut], summary="陈旧专利")
def stale(request: Request, days: int = 0, org: int = 0) -> list[Any]:
    require(request.actor, "curation.view")
    limit = min(days, 36_500) if days > 0 else settings.STALE_DAYS[-1]
    return list(queries.stale_groups(request.actor, clock.today() - timedelta(days=limit), org))


@router.get("/names", response=NamePage, summary="待复核单位名称")
def names(request: Request, query: Query[NameQuery]) -> dict[str, Any]:
    require(request.actor, "curation.view_names")
    page = NAMES.page(queries.names_in_view(request.actor), query.dict())
    return page_out(page)


@router.post("/names/decisions", response=DoneOut, summary="复核单位名称")
def settle_names(request: Request, body: DecisionsIn) -> dict[str, int]:
    require(request.actor, "curation.settle_names")
    decisions = [actions.Decision(one.review_id, one.verdict, one.target_id) for one in body.decisions]
    return {"done": actions.settle_names(request.actor, decisions=decisions, reason=body.reason)}


@router.post("/conflicts/decisions", response=DoneOut, summary="核对来源不一致")
def settle_conflicts(request: Request, body: SettleIn) -> dict[str, int]:
    require(request.actor, "curation.settle_conflicts")
    done = actions.settle_conflicts(request.actor, ids=body.ids, verdict=body.verdict, reason=body.reason)
    return {"done": done}
