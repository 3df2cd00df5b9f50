"""Everything that writes events and what follows from them. Events are only ever added."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.patents import public as patents
from huoshui.rights import queries, rules
from huoshui.rights.events import EventsLoaded, OffersChanged
from huoshui.rights.folded import Folded, folded
from huoshui.rights.intake import Intake, subject_of
from huoshui.rights.models import EventRun, KnownRight
from huoshui.rights.outcome import EventCounts, EventOutcome
from huoshui_core.rights import may_be_offered
from huoshui_core.standards import Unreadable

EVENTS_LOCK = 7_221  # one load at a time: what is new is decided against what is there
IDS_AN_EVENT = 1_000
KEPT = 1_000  # problems and numbers that a run remembers
WORKED_OUT = (
    "org_id",
    "seat",
    "line_seat",
    "status",
    "legal_status",
    "expires_on",
    "is_barred",
    "why",
    "doubts",
    "looks_again_on",
    "worked_out_on",
)


@action
def import_events(
    actor: Actor,
    *,
    path: Path,
    file_name: str,
    as_of: date | None = None,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    upload: str = "",
    progress: Callable[[int], None] | None = None,
) -> EventOutcome:
    """Loads a list of legal events or of annual fees, which of them its headings tell; a second time it adds nothing.

    Any bad row refuses the file with Invalid and its problems, unless `skip_bad_rows`; a number that no patent in reach
    has is listed and left out. A dry run does the same work, takes it back, and answers the problems instead of
    raising. `as_of` is the day of the list; `upload` names the kept file that a dry run checked.
    """
    require(actor, "rights.import")
    if as_of and as_of > clock.today():
        raise Invalid("清单日期晚于今天，请核对", as_of=str(as_of))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [EVENTS_LOCK])
    try:
        run = _begin(actor, path, file_name, as_of=as_of, upload=upload, state="checked" if dry_run else "done")
        with transaction.atomic():
            intake = Intake(run)
            intake.read(path, progress)
            if intake.problems and not (dry_run or skip_bad_rows):
                raise _refused(intake)
            if dry_run:
                transaction.set_rollback(True)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault
    outcome = _record(run, intake)
    note(actor, "rights.import", f"event_run:{run.pk}", state=run.state, digest=run.digest, new=outcome.counts.new)
    if not dry_run:
        for ids in _pieces(sorted(intake.touched)):
            emit(EventsLoaded(ids))
    return outcome


@action
def give_up_events(actor: Actor, *, run_id: int) -> str:
    """Ends a checked run that is not wanted or has been loaded; answers the name of its kept file."""
    require(actor, "rights.import")
    run = EventRun.objects.select_for_update().filter(pk=run_id, user_id=actor.user_id).first()
    if run is None:
        raise NotFound("没有这次导入", run_id=run_id)
    upload: str = run.upload
    run.upload = ""
    run.save(update_fields=["upload"])
    note(actor, "rights.give_up_import", f"event_run:{run_id}")
    return upload


@action
def recompute_rights(actor: Actor, *, patent_ids: Collection[int]) -> int:
    """Works out anew what follows from the events of these patents, as at today; answers how many were told the base
    library. Those without events are left to what their sources state. May run twice."""
    require(actor, "rights.recompute")
    today = clock.today()
    found = {key: one for key, one in folded(patent_ids, today).items() if one.events}
    before = queries.known_rights(found)
    queries.leave_alone(set(patent_ids) - found.keys())
    rows = [_known(one, today) for one in found.values()]
    KnownRight.objects.bulk_create(
        rows, batch_size=1_000, update_conflicts=True, unique_fields=["patent_id"], update_fields=WORKED_OUT
    )
    states = [patents.RightState(key, one.right.legal_status, one.right.expires_on) for key, one in found.items()]
    told = patents.apply_rights(actor, states=states) if states else 0
    turned = [row.patent_id for row in rows if _was_barred(before, row.patent_id) != row.is_barred]
    for ids in _pieces(turned):
        emit(OffersChanged(ids))
    note(actor, "rights.recompute", "rights", patents=len(rows), changed=told, offers=len(turned))
    return told


def _was_barred(before: dict[int, KnownRight], patent_id: int) -> bool:
    row = before.get(patent_id)
    return row is not None and bool(row.is_barred)


def _known(one: Folded, today: date) -> KnownRight:
    right = one.right
    is_barred = not may_be_offered(one.offers)
    return KnownRight(
        org_id=one.facts.org_id,
        seat=one.facts.seat,
        line_seat=one.facts.line_seat,
        patent_id=one.facts.id,
        status=right.status,
        legal_status=right.legal_status,
        expires_on=right.expires_on,
        is_barred=is_barred,
        why=rules.why_barred(one.offers) if is_barred else "",
        doubts=len(right.doubts),
        looks_again_on=rules.looks_again_on(right, today),
        worked_out_on=today,
    )


def _begin(actor: Actor, path: Path, file_name: str, **more: Any) -> EventRun:
    run = EventRun(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        user_id=actor.user_id,
        channel=actor.channel,
        subject=subject_of(path, file_name),
        file_name=file_name[-255:],
        digest=_digest(path),
        **more,
    )
    run.save()
    return run


def _record(run: EventRun, intake: Intake) -> EventOutcome:
    counts = EventCounts(
        rows=intake.rows,
        new=intake.new,
        same=intake.same,
        refused=intake.refused,
        unmatched=intake.unmatched.total(),
        patents=len(intake.touched),
    )
    for name in EventCounts.__slots__:
        setattr(run, name, getattr(counts, name))
    names = ("file", "line", "column", "value", "message")
    run.problems = [{name: getattr(one, name) for name in names} for one in intake.problems[:KEPT]]
    run.unmatched_numbers = [{"number": one, "rows": rows} for one, rows in intake.unmatched.most_common(KEPT)]
    run.save()
    return EventOutcome(
        run_id=run.pk,
        state=run.state,
        subject=run.subject,
        counts=counts,
        problem_count=intake.problem_count,
        problems=tuple(intake.problems),
        unmatched=tuple(intake.unmatched.most_common(KEPT)),
    )


def _refused(intake: Intake) -> Invalid:
    return Invalid(
        f"文件有 {intake.problem_count} 处问题，未导入任何内容",
        problems=intake.problems,
        problem_count=intake.problem_count,
        refused=intake.refused,
    )


def _pieces(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), IDS_AN_EVENT):
        yield list(ids[start : start + IDS_AN_EVENT])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
