"""Industries and fields for programs."""

from collections.abc import Iterable
from typing import Any

from ninja import Router

from huoshui.classification import details, queries, schemas
from huoshui.classification.active import attributor
from huoshui.classification.rules import TABLES
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.patents import public as patents
from huoshui_core.classing import Attribution
from huoshui_core.classing.concordance import SCHEMES

router = Router(tags=["产业归属"])


@router.get("/patents/{patent_id}", response=list[schemas.AttributionOut], summary="一件专利的产业归属")
def of_patent(request: Request, patent_id: int) -> list[dict[str, Any]]:
    require(request.actor, "classification.view")
    patents.require_in_view(request.actor, patent_id)
    [card] = patents.cards([patent_id]).values()
    return _out(attributor().attribute(card.classes, card.main_class, card.title, card.abstract))


@router.post("/attributions", response=list[schemas.AttributionOut], summary="由分类号和文字判断产业归属")
def of_classes(request: Request, body: schemas.Classes) -> list[dict[str, Any]]:
    require(request.actor, "classification.view")
    return _out(attributor().attribute(body.classes, body.main_class, body.title, body.abstract))


@router.get("/figures", response=schemas.FiguresOut, summary="产业分布")
def figures(request: Request, scheme: str = "gbt4754", org: int = 0) -> dict[str, Any]:
    require(request.actor, "classification.view_figures")
    if scheme not in SCHEMES:
        raise Invalid(f"类别可选 {'、'.join(SCHEMES)}", field="scheme")
    one = attributor()
    labels, (standing, version) = details.labels_of(one, scheme), details.standing_of(one, scheme)
    rows = [
        {"code": each.code, "label": labels.get(each.code, each.code), "patents": each.patents, "share": each.share}
        for each in queries.sums(scheme, org_ids=[org] if org else None)
    ]
    return {"scheme": scheme, "version": version, "standing": standing, "rows": rows}


@router.get("/tables", response=list[schemas.EditionOut], summary="已载入的参照表")
def tables(request: Request) -> list[dict[str, Any]]:
    require(request.actor, "classification.view_tables")
    names = ("id", "table", "edition", "standing", "entries", "active")
    return [
        {name: getattr(one, name) for name in names}
        | {"title": TABLES[one.table], "loaded_at": one.loaded_at.isoformat()}
        for one in queries.editions()
    ]


def _out(told: Iterable[Attribution]) -> list[dict[str, Any]]:
    one = attributor()
    return [
        each._asdict()
        | {"basis": [symbol for symbol, _, _ in each.basis], "standing": details.standing_of(one, each.scheme)[0]}
        for each in told
    ]
