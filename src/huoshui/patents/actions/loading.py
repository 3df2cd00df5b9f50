"""Loading files into the base library: a check that writes nothing but its spool, then chunks, each one transaction."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict, Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.patents import states
from huoshui.patents.events import PatentsLoaded
from huoshui.patents.loading import applying, checking, comparing, owners
from huoshui.patents.loading.batches import ROWS_A_BATCH, Request
from huoshui.patents.loading.chunks import chunk_from
from huoshui.patents.loading.judging import Stamp
from huoshui.patents.loading.kinds import Kinds
from huoshui.patents.loading.sources import kind_of_source
from huoshui.patents.loading.spool import CHANGED, TO_APPLY, Spool
from huoshui.patents.loading.staging import name_institutions, name_owners, stage
from huoshui.patents.models import ImportRun
from huoshui.patents.outcome import COUNTED
from huoshui.patents.rules import NOTHING_SAID, SOURCE_RANKS, About
from huoshui_core.standards import Problem, Unreadable

LOADING_LOCK = 7_202  # one chunk at a time: two of the same patent would both be new
KEPT_PROBLEMS = 1_000
CHUNK_ROWS = 10_000


@action
def begin_import(
    actor: Actor,
    *,
    digest: str,
    file_name: str,
    owner: str = "",
    upload: str = "",
    about: About = NOTHING_SAID,
) -> int:
    """Opens a run for a file that is to be checked, known by its SHA-256; answers its id."""
    require(actor, "patents.import")
    if about.source_kind and about.source_kind not in SOURCE_RANKS:
        raise Invalid("没有这个来源类别", source_kind=about.source_kind)
    owners.attribution(actor, owner)
    run = ImportRun(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        user_id=actor.user_id,
        channel=actor.channel,
        file_name=file_name[-255:],
        digest=digest,
        upload=upload,
        owner=owner,
        headings=dict(about.headings),
        source_kind=about.source_kind,
        as_of=about.as_of,
        spool=Spool.new().token,
        state=states.IMPORT.start,
    )
    run.save()
    note(actor, "patents.begin_import", f"import_run:{run.pk}", digest=run.digest)
    return run.pk


@action
def describe_import(actor: Actor, *, import_run_id: int, about: About) -> None:
    """What a person says of a file before it is loaded; a check that was made has to be made again."""
    require(actor, "patents.import")
    run = _run(actor, import_run_id)
    if about.source_kind not in SOURCE_RANKS:
        raise Invalid("没有这个来源类别", source_kind=about.source_kind)
    run.headings, run.source_kind, run.as_of = dict(about.headings), about.source_kind, about.as_of
    if run.state == states.CHECKED:
        _move(run, "recheck")
    else:
        states.IMPORT.take("check", run.state)
        run.save()
    note(actor, "patents.describe_import", f"import_run:{run.pk}", source=about.source_kind)


@action
def check_import(
    actor: Actor,
    *,
    import_run_id: int,
    path: Path,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Reads and cleans the whole file, and says of each row what it would do. May run again until it has succeeded.

    Raises Invalid when the file as a whole cannot be taken; problems of rows are kept with the run.
    """
    require(actor, "patents.import")
    run = _run(actor, import_run_id)
    spool = Spool(run.spool)
    spool.clean()
    directory = owners.attribution(actor, run.owner)
    rows_a_batch = min(ROWS_A_BATCH, CHUNK_ROWS)
    request = Request(
        path, run.file_name, run.headings, directory.attribution, clock.today(), rows_a_batch=rows_a_batch
    )
    try:
        found = checking.read(request, spool, progress)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault
    if ending := found.ending:
        run.format, run.columns = ending.format, ending.columns | dict.fromkeys(ending.ignored, "")
        run.source_kind = run.source_kind or kind_of_source(ending.format, run.columns)
    owners.refuse_unplaceable(actor, directory, found)
    name_owners(owners.staged_known(directory, found))
    name_institutions(owners.institutions(directory, found))
    compared = comparing.compare(found, spool, _stamp(run))
    unmatched = owners.unmatched(directory, found)
    _record(run, found, compared, unmatched)
    run.owners = owners.as_json(directory, found)
    run.last_row = len(spool.verdicts())
    _move(run, "check")
    note(actor, "patents.check_import", f"import_run:{run.pk}", digest=run.digest, **_facts(run))


@action
def fail_import(actor: Actor, *, import_run_id: int, problems: list[Problem]) -> None:
    """Ends a run whose file cannot be taken, and says why."""
    require(actor, "patents.import")
    run = _run(actor, import_run_id)
    if problems:
        run.problems = _kept(problems)
    if run.state == states.CHECKING:  # what an earlier check counted is of other columns
        for name in COUNTED:
            setattr(run, name, 0)
        run.problem_count, run.problem_kinds, run.notices = 0, [], []
    _move(run, "fail")
    note(actor, "patents.fail_import", f"import_run:{run.pk}", problems=len(problems))


@action
def confirm_import(actor: Actor, *, import_run_id: int, skip_bad_rows: bool = False) -> None:
    """From here on the file is loaded, in chunks. Institutions that the directory does not know are opened.

    Raises Invalid where rows are refused and nobody has said that they are to be skipped.
    """
    require(actor, "patents.import")
    run = _run(actor, import_run_id)
    if run.refused and not skip_bad_rows:
        raise Invalid(f"文件有 {run.refused} 行有误；请修改后重新上传，或选择跳过这些行", refused=run.refused)
    Spool(run.spool).opened()
    run.owners = owners.opened(actor, run.owners)
    run.skip_bad_rows, run.disagreements = skip_bad_rows, 0
    _move(run, "confirm")
    note(actor, "patents.confirm_import", f"import_run:{run.pk}", skipped=run.refused)


@action
def apply_chunk(
    actor: Actor, *, import_run_id: int, first: int | None = None, turn: Callable[[], None] | None = None
) -> bool:
    """The next rows of a confirmed file; answers whether more are waiting. Raises WrongState when all are there.

    Rows, place reached, ledger line and event stand or fall together, so a load that is broken off goes on where the
    last chunk ended. With `first`, a chunk is made ready while the one before it is still being written; `turn` returns
    when that is done.
    """
    require(actor, "patents.import")
    run = _run(actor, import_run_id, locked=turn is None)
    states.IMPORT.take("finish", run.state)
    spool = Spool(run.spool).opened()
    verdicts = spool.verdicts()
    chunk = chunk_from(spool.blocks(), run.next_row if first is None else first, run.last_row, CHUNK_ROWS, verdicts)
    name_owners(owners.staged_opened(run.owners))
    stage(chain.from_iterable(spool.lines(block, TO_APPLY, verdicts) for block in chunk.blocks))
    if turn:
        turn()
        run = _run(actor, import_run_id)
        states.IMPORT.take("finish", run.state)
        if run.next_row != chunk.first:
            raise Conflict("这个文件正由另一个进程导入", import_run_id=import_run_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    run.part += 1
    applied = applying.apply_staged(_stamp(run), all_new=CHANGED not in verdicts[chunk.first : chunk.end])
    _take_over(run, spool, applied)
    run.next_row = chunk.end
    more = chunk.end < run.last_row
    if more:
        run.save()
    else:
        _finish(run)
    facts = {"new": applied.new, "changed": applied.changed, "disagreements": applied.disagreements}
    note(actor, "patents.import", f"import_run:{run.pk}", part=run.part, digest=run.digest, **facts)
    if applied.new + applied.changed:
        emit(PatentsLoaded(run.pk, applied.org_ids, run.part))
    return more


@action
def give_up_import(actor: Actor, *, import_run_id: int) -> str:
    """Ends a run that is not wanted; what has been loaded of it stays. Answers the name of its kept file."""
    require(actor, "patents.import")
    run = _run(actor, import_run_id)
    upload: str = run.upload
    run.upload = ""
    if run.state not in states.IMPORT.ends:
        _move(run, "give_up")
    else:
        run.save(update_fields=["upload"])
    Spool(run.spool).drop()
    note(actor, "patents.give_up_import", f"import_run:{import_run_id}")
    return upload


def _run(actor: Actor, import_run_id: int, *, locked: bool = True) -> ImportRun:
    """A run is its maker's; a job goes on with it in their name."""
    runs = ImportRun.objects.select_for_update() if locked else ImportRun.objects.all()
    run: ImportRun | None = runs.filter(user_id=actor.user_id, org_id=actor.org_id, pk=import_run_id).first()
    if run is None:
        raise NotFound("没有这次导入", import_run_id=import_run_id)
    return run


def _move(run: ImportRun, name: str) -> None:
    run.state = states.IMPORT.take(name, run.state).target
    run.save()


def _stamp(run: ImportRun) -> Stamp:
    rank = SOURCE_RANKS.get(run.source_kind, 0)
    return Stamp(run.file_name, rank, run.as_of or clock.today(), run.pk, run.part)


def _take_over(run: ImportRun, spool: Spool, applied: applying.Applied) -> None:
    """Where somebody else has loaded since the check, the run says what really happened."""
    run.applied_new += applied.new
    run.applied_changed += applied.changed
    run.disagreements += applied.disagreements
    if applied.faults:
        problems = [comparing.two_patents(fault, run.file_name) for fault in applied.faults]
        spool.keep_problems(problems)
        run.problems = [*run.problems, *_kept(problems)][:KEPT_PROBLEMS]
        kinds = Kinds(run.problem_kinds)
        kinds.add(problems)
        run.problem_kinds, run.problem_count = kinds.as_json(), run.problem_count + len(problems)
        run.refused += len(problems)


def _finish(run: ImportRun) -> None:
    run.new, run.changed = run.applied_new, run.applied_changed
    run.same = run.rows - run.new - run.changed - run.superseded - run.refused - run.out_of_scope
    if not run.refused:
        run.upload = ""  # else it is given back with what is wrong in each row
    _move(run, "finish")


def _record(
    run: ImportRun, found: checking.Found, compared: comparing.Compared, unmatched: list[owners.Unmatched]
) -> None:
    run.rows, run.refused, run.problem_count = found.rows, found.refused, found.problem_count
    run.new, run.changed, run.same = compared.new, compared.changed, compared.same
    run.superseded, run.out_of_scope = compared.superseded, compared.outside
    run.disagreements, run.unmatched = compared.disagreements, len(unmatched)
    run.problems, run.notices = _kept(found.problems), _kept(found.notices)
    run.problem_kinds = found.kinds.as_json()
    run.unmatched_names = [one.as_json() for one in unmatched[:KEPT_PROBLEMS]]
    names = found.outside.most_common(KEPT_PROBLEMS)
    run.out_of_scope_names = [{"name": name, "rows": rows} for name, rows in names]


def _kept(problems: list[Problem]) -> list[dict[str, Any]]:
    """In the order of the rows: reading finds what is missing later than what is wrong."""
    names = ("file", "line", "column", "value", "message", "code")
    files = {name: place for place, name in enumerate(dict.fromkeys(one.file for one in problems))}
    ordered = sorted(problems, key=lambda one: (files[one.file], one.line))
    return [{name: getattr(one, name) for name in names} for one in ordered[:KEPT_PROBLEMS]]


def _facts(run: ImportRun) -> dict[str, int]:
    return {name: getattr(run, name) for name in COUNTED}
