"""Profiles for programs: the same list, detail and own profile as the pages."""

from typing import Any

from ninja import Query, Router

from huoshui.display.api_pages import asked_of, page_out
from huoshui.enterprises import actions, queries, schemas
from huoshui.enterprises.listings import ENTERPRISES
from huoshui.enterprises.models import EnterpriseProfile
from huoshui.kernel.action import require
from huoshui.kernel.request import Request

router = Router(tags=["企业画像"])
ASKED: Any = asked_of(ENTERPRISES)


@router.get("/", response=schemas.EnterprisePage, summary="企业清单")
def enterprises(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "enterprises.view")
    page = ENTERPRISES.page(queries.named_profiles(), query.dict())
    return page_out(page, [_out(row) for row in page.rows])


@router.get("/own", response=schemas.OwnProfile, summary="本企业画像")
def own(request: Request) -> dict[str, Any]:
    require(request.actor, "enterprises.edit_own")
    values = queries.own_values(request.actor)
    return {"version": values.pop("version"), "values": values}


@router.put("/own", response=schemas.OwnProfile, summary="维护本企业画像")
def edit_own(request: Request, body: schemas.OwnProfile) -> dict[str, Any]:
    actions.edit_own_profile(request.actor, values=body.values, version=body.version)
    return own(request)


@router.get("/{int:org_id}", response=schemas.EnterpriseOut, summary="一家企业")
def enterprise(request: Request, org_id: int) -> dict[str, Any]:
    require(request.actor, "enterprises.view")
    return _out(queries.profile_in_view(org_id))


def _out(row: EnterpriseProfile) -> dict[str, Any]:
    told = {"id": row.org_id, "name": row.org_name}
    names = [name for name in schemas.EnterpriseOut.model_fields if name not in told]
    return told | {name: getattr(row, name) for name in names}
