"""Rights for programs: what holds for a patent and what happened to it; the same import as the page."""

from dataclasses import asdict
from datetime import date
from typing import Any

from ninja import File, Form, Router
from ninja.files import UploadedFile

from huoshui.display import uploads
from huoshui.kernel.action import require
from huoshui.kernel.errors import NotFound
from huoshui.kernel.request import Request
from huoshui.patents import public as patents
from huoshui.rights import actions, folded, public, schemas
from huoshui.rights.models import LegalEvent
from huoshui.rights.outcome import EventOutcome

router = Router(tags=["权利状态"])
SHOWN_PROBLEMS = 1_000


@router.get("/{int:patent_id}", response=schemas.RightOut, summary="一件专利的权利状态和法律事件")
def right(request: Request, patent_id: int, on: date | None = None) -> dict[str, Any]:
    """`on` asks how it was on that day, as far as is known today."""
    require(request.actor, "rights.view")
    patents.require_in_view(request.actor, patent_id)
    found = folded.folded([patent_id], on).get(patent_id)
    if found is None:
        raise NotFound("没有这件专利", patent_id=patent_id)
    card = public.card_of(found)
    told = {name: getattr(card, name) for name in schemas.RightOut.model_fields if name != "events"}
    owners = [{"name": one.name, "share": _share(one), "since": one.since} for one in card.owners]
    offers = {mode: [asdict(one) for one in reasons] for mode, reasons in card.offers.items()}
    burdens = [asdict(one) for one in card.burdens]
    lists = {"owners": owners, "burdens": burdens, "offers": offers, "doubts": list(card.doubts)}
    return told | lists | {"events": [_event(one) for one in found.events]}


@router.post("/imports", response=schemas.EventOutcomeOut, summary="导入法律事件或年费清单")
def import_events(
    request: Request,
    file: File[UploadedFile],
    dry_run: Form[bool] = False,
    skip_bad_rows: Form[bool] = False,
    as_of: Form[date | None] = None,
) -> dict[str, Any]:
    require(request.actor, "rights.import")
    kept = uploads.keep(file)
    try:
        outcome = actions.import_events(
            request.actor,
            path=uploads.path_of(kept),
            file_name=file.name or kept,
            as_of=as_of,
            dry_run=dry_run,
            skip_bad_rows=skip_bad_rows,
        )
    finally:
        uploads.drop(kept)
    return _outcome(outcome)


def _share(owner: Any) -> str | None:
    return None if owner.share is None else str(owner.share)


def _event(row: LegalEvent) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schemas.EventOut.model_fields}


def _outcome(outcome: EventOutcome) -> dict[str, Any]:
    return asdict(outcome.counts) | {
        "run_id": outcome.run_id,
        "state": outcome.state,
        "subject": outcome.subject,
        "unmatched_numbers": [{"number": number, "rows": rows} for number, rows in outcome.unmatched],
        "problem_count": outcome.problem_count,
        "problems": [asdict(one) for one in outcome.problems[:SHOWN_PROBLEMS]],
    }
