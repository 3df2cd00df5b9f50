"""The file of an import given back with what is wrong in each row. A large one takes a minute to write: the worker's
work, right after its check."""

import secrets
import time
from pathlib import Path

from huoshui.display import uploads
from huoshui.kernel.errors import NotFound
from huoshui.patents import states
from huoshui.patents.loading.spool import Spool
from huoshui.patents.models import STANDARD, ImportRun
from huoshui_core.standards.writing import write_with_errors

AT_ONCE_BYTES = 1 << 20  # what is larger is checked, and given back, by the worker
PATIENCE_SECONDS = 600  # after that whoever asks for the file has it written at once


def written(run: ImportRun) -> Path | None:
    """Stays as long as what else the check left, longer than the upload. None for one that lacks what loading refused
    since."""
    if not run.spool:
        return None
    spool = Spool(run.spool)
    path = next(spool.folder.glob("returned.*"), None)
    problems = spool.path("problems")
    if path and problems.exists() and problems.stat().st_mtime_ns > path.stat().st_mtime_ns:
        return None
    return path


def write(run: ImportRun) -> Path:
    """Raises NotFound when the upload has expired, or is loaded and gone."""
    spool = Spool(run.spool)
    path, draft = uploads.path_of(run.upload), spool.path(f"draft-{secrets.token_hex(4)}")
    kind = write_with_errors(path, spool.problems(), draft, dataset=STANDARD, headings=run.headings, name=run.file_name)
    return draft.rename(spool.path(f"returned.{kind}"))


def is_awaited(run: ImportRun) -> bool:
    """The worker writes it, or will in a moment."""
    if run.state != states.CHECKED or not run.problem_count or not is_large(run) or written(run):
        return False
    problems = Spool(run.spool).path("problems")
    return problems.exists() and time.time() - problems.stat().st_mtime < PATIENCE_SECONDS


def may_ask(run: ImportRun) -> bool:
    if written(run):
        return True
    return run.problem_count > 0 and _upload(run) is not None and not is_awaited(run)


def is_large(run: ImportRun) -> bool:
    path = _upload(run)
    return path is not None and path.stat().st_size > AT_ONCE_BYTES


def _upload(run: ImportRun) -> Path | None:
    try:
        return uploads.path_of(run.upload)
    except NotFound:
        return None
