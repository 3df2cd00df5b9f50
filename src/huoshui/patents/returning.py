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
BEING_CHECKED = "这个文件正在重新检查，请稍后再下载"


def written(run: ImportRun) -> Path | None:
    """That of the last check, with what loading refused since. It outlives the upload."""
    return next(_folder(run).glob(f"{_name(run)}.*"), None) if run.spool else None


def write(run: ImportRun) -> Path:
    """Raises NotFound while the file is being checked, and when the upload has expired or is loaded and gone."""
    if run.state == states.CHECKING:
        raise NotFound(BEING_CHECKED)
    spool, path = Spool(run.spool), uploads.path_of(run.upload)
    name, draft = _name(run), spool.path(f"draft-{secrets.token_hex(4)}")
    try:
        problems = dict.fromkeys(spool.problems())  # a chunk that was written twice told its own twice
        kind = write_with_errors(path, problems, draft, dataset=STANDARD, headings=run.headings, name=run.file_name)
        return draft.rename(spool.path(f"{name}.{kind}"))
    except FileNotFoundError:
        raise NotFound(BEING_CHECKED) from None
    finally:
        draft.unlink(missing_ok=True)


def is_awaited(run: ImportRun) -> bool:
    """The worker writes it, or will in a moment."""
    if run.state != states.CHECKED or not run.problem_count or not is_large(run) or written(run):
        return False
    problems = Spool(run.spool).path("problems")
    return problems.exists() and time.time() - problems.stat().st_mtime < PATIENCE_SECONDS


def may_ask(run: ImportRun) -> bool:
    if run.state == states.CHECKING or not run.problem_count:
        return False
    return written(run) is not None or (upload_of(run) is not None and not is_awaited(run))


def is_large(run: ImportRun) -> bool:
    path = upload_of(run)
    return path is not None and path.stat().st_size > AT_ONCE_BYTES


def upload_of(run: ImportRun) -> Path | None:
    """None where it has expired, or is loaded and gone."""
    try:
        return uploads.path_of(run.upload)
    except NotFound:
        return None


def _folder(run: ImportRun) -> Path:
    return Spool(run.spool).folder


def _name(run: ImportRun) -> str:
    """After the very problems it is written from: one that was begun before another check is never taken for its
    own."""
    try:
        problems = _folder(run).joinpath("problems").stat()
    except FileNotFoundError:
        return "returned"
    return f"returned-{problems.st_ino:x}-{problems.st_mtime_ns:x}"
