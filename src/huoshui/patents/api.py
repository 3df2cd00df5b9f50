"""The base library for programs: the same list, detail and import as the pages."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from huoshui.display import uploads
from huoshui.display.api_pages import page_out
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.patents import imports, queries, schemas
from huoshui.patents.asking import asked_from
from huoshui.patents.finding import find
from huoshui.patents.models import STANDARD, Patent
from huoshui.patents.outcome import Counts, ImportOutcome
from huoshui.patents.rules import About
from huoshui_core.standards import Problem

router = Router(tags=["专利基础库"])
SHOWN_PROBLEMS = 1_000


@router.get("/", response=schemas.PatentPage, summary="专利清单")
def patents(request: Request, query: Query[schemas.PatentQuery]) -> dict[str, Any]:
    require(request.actor, "patents.view")
    found = find(request.actor, asked_from(request.GET))  # not from `query`, which keeps one value of a name
    counted = [{"name": facet.name, "label": facet.label, "values": choices} for facet, choices in found.facets]
    page = page_out(found.page, [_row(row) for row in found.page.rows])
    return page | {"facets": counted, "by_index": found.by_index}


@router.get("/{int:patent_id}", response=schemas.PatentDetail, summary="一件专利")
def patent(request: Request, patent_id: int) -> dict[str, Any]:
    require(request.actor, "patents.view")
    row = queries.patent_in_view(request.actor, patent_id)
    return _row(row) | {"abstract": row.abstract, "first_claim": row.first_claim}


@router.post("/imports", response=schemas.OutcomeOut, summary="导入专利清单文件")
def import_patents(
    request: Request,
    file: File[UploadedFile],
    dry_run: Form[bool] = False,
    skip_bad_rows: Form[bool] = False,
    owner: Form[str] = "",
    columns: Form[str] = "",
    source_kind: Form[str] = "",
) -> dict[str, Any]:
    """`columns`: a JSON object of heading → field name of the standard, "" for a column that is not to be read."""
    require(request.actor, "patents.import")
    about = About(_columns(columns), source_kind)
    kept = uploads.keep(file)
    try:
        outcome = imports.import_patents(
            request.actor,
            path=uploads.path_of(kept),
            file_name=file.name or kept,
            owner=owner or None,
            about=about,
            dry_run=dry_run,
            skip_bad_rows=skip_bad_rows,
        )
    finally:
        uploads.drop(kept)
    return _outcome(outcome)


def _columns(said: str) -> dict[str, str]:
    try:
        chosen = json.loads(said or "{}")
    except ValueError:
        chosen = None
    if not isinstance(chosen, dict) or not all(name == "" or name in STANDARD.by_name for name in chosen.values()):
        raise Invalid("columns 应为 JSON 对象：栏目名称 → 标准字段名", field="columns")
    return chosen


def _row(row: Patent) -> dict[str, Any]:
    names = [name for name in schemas.PatentOut.model_fields if name != "institution"]
    return {name: getattr(row, name) for name in names} | {"institution": row.org_name}


def _outcome(outcome: ImportOutcome) -> dict[str, Any]:
    counts = {name: getattr(outcome.counts, name) for name in Counts.__slots__ if name != "unmatched"}
    return counts | {
        "run_id": outcome.run_id,
        "state": outcome.state,
        "disagreements": outcome.disagreements,
        "unmatched": [{"name": one.name, "rows": one.rows, "hint": one.hint} for one in outcome.unmatched],
        "out_of_scope_names": [{"name": name, "rows": rows} for name, rows in outcome.out_of_scope],
        "problem_count": outcome.problem_count,
        "kinds": [asdict(one.first) | {"count": one.count} for one in outcome.kinds],
        "problems": _problems(outcome.problems),
        "notices": _problems(outcome.notices),
    }


def _problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    names = list(schemas.ProblemOut.model_fields)
    return [{name: getattr(one, name) for name in names} for one in problems[:SHOWN_PROBLEMS]]
