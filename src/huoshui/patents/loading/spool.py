"""What a check leaves in the data folder for the load: the rows as lines ready to be staged, what becomes of each, and
what is shown of it. A folder a run, under a random name."""

import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from huoshui.kernel.errors import NotFound
from huoshui_core.standards import Problem

NEW, CHANGED, SAME, DROPPED, REFUSED, NO_ROW = b"NCSDR."
KEPT_SECONDS = 14 * 24 * 3600
TO_APPLY = frozenset({NEW, CHANGED})


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that came from one batch; the rows of the file from `first` up to the next block's."""

    first: int
    offset: int
    length: int


class Spool:
    def __init__(self, token: str) -> None:
        self.token = token
        self.folder: Path = settings.UPLOAD_FOLDER / "runs" / Path(token).name

    @classmethod
    def new(cls) -> "Spool":
        _sweep()
        spool = cls(secrets.token_hex(16))
        spool.folder.mkdir(parents=True)
        return spool

    def clean(self) -> None:
        """For a check that begins again."""
        self.drop()
        self.folder.mkdir(parents=True)

    def path(self, name: str) -> Path:
        return self.folder / name

    def opened(self) -> "Spool":
        """Raises NotFound when the folder is gone or the check did not come to its end."""
        if not self.is_whole():
            raise NotFound("检查结果已过期，请重新上传文件")
        return self

    def is_whole(self) -> bool:
        return bool(self.token) and self.path("blocks").exists()

    def drop(self) -> None:
        if self.token:
            shutil.rmtree(self.folder, ignore_errors=True)

    def trim(self) -> None:
        """Once all is loaded: what is shown stays, what was to be loaded goes."""
        for name in ("lines", "blocks", "verdicts", "progress"):
            self.path(name).unlink(missing_ok=True)

    def keep_verdicts(self, verdicts: bytes) -> None:
        self.path("verdicts").write_bytes(verdicts)

    def verdicts(self) -> bytes:
        return self.path("verdicts").read_bytes()

    def finish(self, blocks: Sequence[Block]) -> None:
        """Last, and at once: a folder with blocks is whole."""
        draft = self.path("blocks.draft")
        with draft.open("w") as file:
            json.dump([asdict(block) for block in blocks], file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.path("blocks"))

    def blocks(self) -> list[Block]:
        return [Block(**one) for one in json.loads(self.path("blocks").read_text())]

    def lines(self, block: Block, wanted: frozenset[int] | set[int], verdicts: bytes) -> Iterator[bytes]:
        """Of the block those whose verdict is wanted: line by line, or in one piece where all of them are."""
        with self.path("lines").open("rb") as file:
            file.seek(block.offset)
            content = file.read(block.length)
        end = content.rfind(b"\n", 0, -1) + 1
        last = int(content[end : content.index(b"\t", end)])
        if all(verdict in wanted for verdict in set(verdicts[block.first : last + 1])):
            yield content
            return
        for line in content.splitlines(keepends=True):
            if verdicts[int(line[: line.index(b"\t")])] in wanted:
                yield line

    def append(self, name: str, rows: Iterable[Any]) -> None:
        with self.path(name).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    def records(self, name: str, most: int | None = None) -> Iterator[Any]:
        path = self.path(name)
        if path.exists():
            with path.open(encoding="utf-8") as file:
                yield from map(json.loads, islice(file, most))

    def keep_problems(self, problems: Sequence[Problem]) -> None:
        self.append("problems", (list(astuple(one)) for one in problems))

    def problems(self) -> Iterator[Problem]:
        return (Problem(*one) for one in self.records("problems"))

    def tell(self, rows: int) -> None:
        """How far the reading has come, for whoever looks."""
        self.path("progress").write_text(str(rows))

    def told(self) -> int:
        try:
            return int(self.path("progress").read_text() or 0)
        except (OSError, ValueError):
            return 0


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sweep() -> None:
    """Folders of runs that nobody has touched for long."""
    oldest = time.time() - KEPT_SECONDS
    for folder in (settings.UPLOAD_FOLDER / "runs").glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


class LineWriter:
    """Writes the lines of batches and remembers where each lies."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.blocks: list[Block] = []
        self.offset = 0

    def add(self, lines: bytes) -> None:
        if lines:
            self.blocks.append(Block(int(lines[: lines.index(b"\t")]), self.offset, len(lines)))
            self.file.write(lines)
            self.offset += len(lines)
