"""An import from beginning to end, for the command line, the API and the rooms above: check, then chunk by chunk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from huoshui.display import uploads
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, Refusal
from huoshui.kernel.tenancy import scope
from huoshui.patents import actions, queries, states
from huoshui.patents.actions import loading
from huoshui.patents.loading.chunks import firsts_of_chunks
from huoshui.patents.loading.spool import Spool, digest_of
from huoshui.patents.models import ImportRun
from huoshui.patents.outcome import COUNTED, Counts, ImportOutcome, ProblemKind, UnmatchedName
from huoshui.patents.rules import NOTHING_SAID, About
from huoshui.patents.turns import apply_in_turns
from huoshui_core.standards import Problem


def import_patents(
    actor: Actor,
    *,
    path: Path,
    file_name: str,
    owner: str | None = None,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    about: About = NOTHING_SAID,
    progress: Callable[[int], None] | None = None,
) -> ImportOutcome:
    """Loads a file; a second time it changes nothing. One that was broken off on the way goes on where it stood.

    Any bad row refuses the file with Invalid and its problems before anything is written, unless `skip_bad_rows`. A
    dry run stops after the check and answers the problems instead of raising.
    """
    digest = digest_of(path)
    if not dry_run and (broken_off := _broken_off(actor, digest)):
        return finish(actor, broken_off)
    run_id = actions.begin_import(
        actor,
        digest=digest,
        file_name=file_name,
        owner=owner or "",
        about=about,
    )
    outcome = check(actor, run_id, path, progress=progress)
    if dry_run:
        Spool(_run(actor, run_id).spool).trim()
        return outcome
    if outcome.problems and not skip_bad_rows:
        actions.fail_import(actor, import_run_id=run_id, problems=list(outcome.problems))
        raise Invalid(
            f"文件有 {outcome.problem_count} 处问题，未导入任何内容",
            problems=outcome.problems,
            problem_count=outcome.problem_count,
            refused=outcome.counts.refused,
        )
    actions.confirm_import(actor, import_run_id=run_id, skip_bad_rows=skip_bad_rows)
    return finish(actor, run_id)


def check(
    actor: Actor,
    run_id: int,
    path: Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> ImportOutcome:
    """Checks the file of a run that was begun. What refuses the file as a whole is kept with the run, and raised."""
    with _kept_with(actor, run_id):
        actions.check_import(actor, import_run_id=run_id, path=path, progress=progress)
    return outcome_of(actor, run_id)


def check_upload(actor: Actor, run_id: int) -> ImportOutcome:
    """The same for the file that was uploaded, which may have expired while it waited."""
    with _kept_with(actor, run_id):
        path = uploads.path_of(_run(actor, run_id).upload)
    return check(actor, run_id, path)


@contextmanager
def _kept_with(actor: Actor, run_id: int) -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        problems = list(refusal.problems) if isinstance(refusal, Invalid) else []
        said = problems or [Problem("", 0, "", "", refusal.message, refusal.code)]
        actions.fail_import(actor, import_run_id=run_id, problems=said)
        raise


def finish(actor: Actor, run_id: int) -> ImportOutcome:
    """Applies what is left of a confirmed run, if anything is."""
    run = _run(actor, run_id)
    upload = run.upload
    if run.state == states.APPLYING:
        _apply(actor, run)
    run = _run(actor, run_id)
    Spool(run.spool).trim()
    if not run.upload:
        uploads.drop(upload)
    return outcome_of(actor, run_id)


def _apply(actor: Actor, run: ImportRun) -> None:
    if connection.in_atomic_block:  # other connections would see nothing of what it holds
        while actions.apply_chunk(actor, import_run_id=run.pk):
            pass
        return
    spool = Spool(run.spool).opened()
    firsts = firsts_of_chunks(spool.blocks(), run.next_row, run.last_row, loading.CHUNK_ROWS, spool.verdicts())
    apply_in_turns(actor, run.pk, firsts)


def outcome_of(actor: Actor, run_id: int) -> ImportOutcome:
    run = _run(actor, run_id)
    return ImportOutcome(
        run_id=run.pk,
        state=run.state,
        counts=Counts(**{name: getattr(run, name) for name in COUNTED}),
        problem_count=run.problem_count,
        problems=_problems(run.problems),
        kinds=tuple(map(_kind, run.problem_kinds)),
        notices=_problems(run.notices),
        unmatched=tuple(UnmatchedName(**one) for one in run.unmatched_names),
        out_of_scope=tuple((one["name"], one["rows"]) for one in run.out_of_scope_names),
        disagreements=run.disagreements,
    )


def _problems(kept: list[dict[str, str | int]]) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in kept)  # type: ignore[arg-type]


def _kind(kept: dict[str, Any]) -> ProblemKind:
    return ProblemKind(Problem(**{name: said for name, said in kept.items() if name != "count"}), kept["count"])


def _broken_off(actor: Actor, digest: str) -> int | None:
    """A load of the very same file that was confirmed and did not come to its end."""
    with scope(actor):
        run = queries.unfinished_run(actor, digest)
    return run.pk if run and Spool(run.spool).is_whole() else None


def _run(actor: Actor, run_id: int) -> ImportRun:
    with scope(actor):
        return queries.run_in_view(actor, run_id)
