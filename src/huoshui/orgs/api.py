"""The directory for programs: the same list, detail, opening and renaming as the pages."""

from typing import Any

from ninja import Query, Router

from huoshui.display.api_pages import asked_of, page_out
from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.orgs import actions, queries, schemas
from huoshui.orgs.listings import ORGANISATIONS
from huoshui.orgs.opening import checked

router = Router(tags=["单位目录"])
ASKED: Any = asked_of(ORGANISATIONS)


@router.get("/", response=schemas.OrganisationPage, summary="单位清单")
def organisations(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "orgs.view")
    rows = queries.listed_organisations(request.actor, with_merged=bool(query.standing))
    page = ORGANISATIONS.page(rows, query.dict())
    return page_out(page)


@router.get("/{int:organisation_id}", response=schemas.OrganisationDetail, summary="一家单位，连同名称和沿革")
def organisation(request: Request, organisation_id: int) -> dict[str, Any]:
    require(request.actor, "orgs.view")
    row = queries.organisation_in_view(request.actor, organisation_id)
    told = {name: getattr(row, name) for name in schemas.OrganisationOut.model_fields}
    return told | {"names": queries.names_of(row.pk), "changes": queries.changes_of(row.pk)}


@router.post("/", response=schemas.OpenOut, summary="开设单位；已有同名单位时返回原有的一家")
def open_organisation(request: Request, body: schemas.OpenIn) -> dict[str, Any]:
    new = checked(request.actor, actions.NewOrganisation(**body.dict()))
    ids = actions.open_organisations(request.actor, new=[new])
    return {"id": ids[new.name], "name": new.name}


@router.post("/{int:organisation_id}/rename", response=schemas.OrganisationDetail, summary="单位更名")
def rename(request: Request, organisation_id: int, body: schemas.RenameIn) -> dict[str, Any]:
    actions.rename_organisation(request.actor, organisation_id=organisation_id, name=body.name, on=body.on)
    return organisation(request, organisation_id)
