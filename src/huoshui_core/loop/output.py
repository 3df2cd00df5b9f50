"""The folder of results: it appears whole or not at all, and never over what is not an untouched former result."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MARKER = "loop-result.json"
_MADE_BY = "huoshui loop"


class OutputRefused(ValueError):
    """The folder holds what this run did not make. The message is for the person."""


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """A folder beside `out` to write into; it takes the place of `out` when the block ends well, else it is gone."""
    refuse_if_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
        _replace(beside, out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def refuse_if_foreign(out: Path) -> None:
    """Empty or absent is fine; so is a former result of ours, as long as nobody has worked in it."""
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir() or out.is_symlink():
        raise OutputRefused(f"{out} 不是文件夹，请另指定一个")
    present = {entry.name for entry in out.iterdir()}
    if not present:
        return
    made = _former(out)
    if made is None:
        raise OutputRefused(f"{out} 里已有别的文件，请另指定一个空文件夹")
    changed = sorted(name for name in present - {MARKER} if made.get(name) != _hash(out / name))
    if changed:
        raise OutputRefused(
            f"{out} 里的 {'、'.join(changed)} 在上次生成之后新增或改动过，为免覆盖，请另指定一个空文件夹"
        )


def mark(folder: Path, summary: Mapping[str, Any]) -> None:
    """Last to be written: what this run made, so that the next one knows it for its own."""
    files = {path.name: _hash(path) for path in sorted(folder.iterdir())}
    content = {"made_by": _MADE_BY, "summary": dict(summary), "files": files}
    (folder / MARKER).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _former(out: Path) -> dict[str, str] | None:
    try:
        content = json.loads((out / MARKER).read_text(encoding="utf-8"))
        files = content["files"] if content["made_by"] == _MADE_BY else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) else None


def _replace(beside: Path, out: Path) -> None:
    refuse_if_foreign(out)  # somebody may have worked there meanwhile
    aside = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        os.replace(out, aside)
    try:
        os.replace(beside, out)
    except OSError:
        if aside.exists():
            os.replace(aside, out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _hash(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
