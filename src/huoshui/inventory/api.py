"""The inventory for programs: the same lists, submissions and reviews as the pages."""

from functools import partial
from typing import Any

from ninja import File, Form, Query, Router, UploadedFile

from huoshui.display.api_pages import asked_of, page_out
from huoshui.inventory import actions, queries, schemas, sheets
from huoshui.inventory.listings import DOSSIERS
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request

router = Router(tags=["盘点"])
ASKED: Any = asked_of(DOSSIERS)


@router.get("/dossiers", response=schemas.DossierPage, summary="盘点档案清单")
def dossiers(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "inventory.view")
    page = DOSSIERS.page(queries.dossiers_in_view(request.actor), query.dict())
    return page_out(page, [_out(request.actor, row) for row in page.rows])


@router.get("/dossiers/{dossier_id}", response=schemas.DossierOut, summary="一份盘点档案")
def dossier(request: Request, dossier_id: int) -> schemas.DossierOut:
    require(request.actor, "inventory.view")
    return _out(request.actor, queries.dossier_in_view(request.actor, dossier_id))


@router.put("/dossiers/{dossier_id}", response=schemas.DossierOut, summary="填写或提交盘点档案")
def submit(request: Request, dossier_id: int, body: schemas.Submission) -> schemas.DossierOut:
    write = actions.save_dossier if body.draft else actions.submit_dossier
    write(request.actor, dossier_id=dossier_id, values=body.values.model_dump(), version=body.version)
    return _out(request.actor, queries.dossier_in_view(request.actor, dossier_id))


@router.post("/reviews", response=schemas.Done, summary="审核：通过、退回")
def review(request: Request, body: schemas.Review) -> dict[str, int]:
    moved = actions.review_dossiers(
        request.actor, dossier_ids=body.dossier_ids, verdict=body.verdict, comment=body.comment
    )
    return {"count": moved}


@router.post("/assignments", response=schemas.Done, summary="分派给本单位的发明人")
def assign(request: Request, body: schemas.Assignment) -> dict[str, int]:
    moved = actions.entrust_dossiers(request.actor, dossier_ids=body.dossier_ids, responsible_id=body.responsible_id)
    return {"count": moved}


@router.post("/sheets", response=schemas.Done, summary="批量填报：整份写入或一行不写")
def fill_by_sheet(request: Request, file: File[UploadedFile], move: Form[str] = "submit") -> dict[str, int]:
    require(request.actor, "inventory.fill")
    return {"count": sheets.with_upload(file, partial(actions.import_dossiers, request.actor, move=move))}


@router.post("/dossiers/{dossier_id}/reopen", response=schemas.Done, summary="重新盘点")
def reopen(request: Request, dossier_id: int) -> dict[str, int]:
    return {"count": actions.reopen_dossiers(request.actor, dossier_ids=[dossier_id])}


def _out(actor: Actor, row: Any) -> schemas.DossierOut:
    may_read = Policy.may(actor, "inventory.read_values")
    return schemas.DossierOut(
        id=row.pk,
        publication_no=row.patent.publication_no,
        title=row.patent.title,
        institution=row.org_name,
        state=row.state,
        version=row.version,
        responsible_name=row.responsible_name,
        changed_at=row.changed_at.isoformat(),
        values=row.values if may_read else None,
        suggestions=row.suggestions if may_read else None,
    )
