"""Funding for programs: the same list, declarations and sheets as the pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from ninja import File, Form, Query, Router, UploadedFile

from huoshui.display.api_pages import asked_of, page_out
from huoshui.funding import actions, queries, rules, schemas, sheets
from huoshui.funding.listings import FUNDING
from huoshui.funding.models import Declaration, Project
from huoshui.funding.rules import NO_CLOCK, PROJECT_FIELDS
from huoshui.kernel.action import require
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request

ASKED: Any = asked_of(FUNDING)
router = Router(tags=["财政资助"])


@router.get("/", response=schemas.FundingPage, summary="财政资助声明清单")
def declarations(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "funding.view")
    page = FUNDING.page(queries.declarations_in_view(request.actor), query.dict())
    rows = _out(request, page.rows)
    return page_out(page, rows)


@router.get("/{int:patent_id}", response=schemas.FundingOut, summary="一件专利的财政资助声明")
def declaration(request: Request, patent_id: int) -> dict[str, Any]:
    require(request.actor, "funding.view")
    return _out(request, [queries.declaration_in_view(request.actor, patent_id)])[0]


@router.put("/{int:patent_id}", response=schemas.FundingOut, summary="声明是否由财政资助形成")
def declare(request: Request, patent_id: int, body: schemas.DeclarationIn) -> dict[str, Any]:
    actions.declare(
        request.actor,
        patent_id=patent_id,
        is_funded=body.is_funded,
        declared_on=body.declared_on,
        declared_projects=[rules.project_of(one.model_dump()) for one in body.projects or ()],
    )
    return declaration(request, patent_id)


@router.post("/sheets", response=schemas.SheetDone, summary="按表格声明：整份写入或一行不写")
def declare_by_sheet(request: Request, file: File[UploadedFile], dry_run: Form[bool] = False) -> dict[str, int]:
    require(request.actor, "funding.import")

    def read(path: Any, name: str) -> actions.SheetOutcome:
        return actions.import_declarations(request.actor, path=path, file_name=name, dry_run=dry_run)

    outcome = sheets.with_upload(file, read)
    return {name: getattr(outcome, name) for name in schemas.SheetDone.model_fields}


def _out(request: Request, rows: Sequence[Declaration]) -> list[dict[str, Any]]:
    inside = Policy.may(request.actor, "funding.read_projects")
    projects = queries.projects_of([row.pk for row in rows]) if inside else {}
    return [_one(row, projects, inside) for row in rows]


def _one(row: Declaration, projects: Mapping[int, Sequence[Project]], inside: bool) -> dict[str, Any]:
    told = [{name: getattr(one, name) for name in PROJECT_FIELDS} for one in projects.get(row.pk, ())]
    return {
        "patent_id": row.patent_id,
        "publication_no": row.patent.publication_no,
        "title": row.patent.title,
        "institution": row.org_name,
        "is_funded": row.is_funded,
        "state": row.state,
        "granted_on": row.granted_on,
        "clock_ends_on": None if row.clock_ends_on == NO_CLOCK else row.clock_ends_on,
        "clock": queries.clock_of(row),
        "implementation": row.implementation if inside else None,
        "declared_on": row.declared_on if inside else None,
        "projects": told if inside else None,
    }
