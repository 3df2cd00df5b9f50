"""A file read whole: its rows as lines into the spool, a short line of each into the table `seen`."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import connection

from huoshui.patents.loading.batch import Batch, Ending
from huoshui.patents.loading.batches import Request
from huoshui.patents.loading.kinds import Kinds
from huoshui.patents.loading.reading import batches
from huoshui.patents.loading.spool import Block, LineWriter, Spool
from huoshui.patents.loading.staging import run
from huoshui_core.standards import Problem
from huoshui_core.standards.reading.spans import TornSpan

MOST_PROBLEMS = 10_000
_SEEN = "n int, owner int, line int, file text, publication_no text, application_no text, later text, content_hash text"
_NAMES = "n, owner, line, file, publication_no, application_no, later, content_hash"


@dataclass
class FoundOwner:
    """An institution of the file: several numbers, one a reading child. Places count where its own address is told."""

    name: str
    key: str
    institution_type: str
    numbers: list[int] = field(default_factory=list)
    rows: int = 0
    places: Counter[tuple[bool, int]] = field(default_factory=Counter)

    @property
    def region(self) -> int:
        """Where most rows with this owner in the first place say it is; any row where it never stands first."""
        ranked = sorted(self.places.items(), key=lambda item: (not item[0][0], not item[0][1], -item[1], item[0][1]))
        return ranked[0][0][1] if ranked else 0


@dataclass
class Found:
    """What reading brought out. `rows` counts refused and repeated ones too; `problems` is kept up to a bound, the
    spool has them all."""

    file: str
    ending: Ending | None = None
    rows: int = 0
    refused: int = 0
    repeated: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    kinds: Kinds = field(default_factory=Kinds)
    notices: list[Problem] = field(default_factory=list)
    owners: dict[str, FoundOwner] = field(default_factory=dict)
    outside: Counter[str] = field(default_factory=Counter)
    blocks: list[Block] = field(default_factory=list)

    def refuse(self, spool: Spool, problems: Sequence[Problem], rows: int) -> None:
        self.refused += rows
        self.problem_count += len(problems)
        self.kinds.add(problems)
        self.problems += problems[: MOST_PROBLEMS - len(self.problems)]
        spool.append(
            "problems", [[one.file, one.line, one.column, one.value, one.message, one.code] for one in problems]
        )


def read(request: Request, spool: Spool, progress: Callable[[int], None] | None = None) -> Found:
    """Raises Unreadable when the file as a whole cannot be taken."""
    try:
        return _read(request, spool, progress, whole=False)
    except TornSpan:
        spool.clean()
        return _read(request, spool, progress, whole=True)


def _read(request: Request, spool: Spool, progress: Callable[[int], None] | None, *, whole: bool) -> Found:
    run("DROP TABLE IF EXISTS seen")
    run(f"CREATE TEMP TABLE seen ({_SEEN}, target bigint, by_application bigint) ON COMMIT DROP")
    found, by_number, late, rows = Found(request.name), dict[int, FoundOwner](), list[Batch](), 0
    with (
        spool.path("lines").open("wb") as file,
        connection.cursor() as cursor,
        cursor.copy(f"COPY seen ({_NAMES}) FROM STDIN") as copy,
    ):
        lines = LineWriter(file)
        for one in batches(request, whole=whole):
            if isinstance(one, Ending):
                found.ending = one
                continue
            rows += one.rows + one.repeated + one.refused
            copy.write(one.seen)
            lines.add(one.lines)
            one.seen = one.lines = b""
            if one.part:
                late.append(one)  # what it says of rows follows what the first half says
            else:
                _take(found, one, by_number, spool)
            spool.tell(rows)
            if progress:
                progress(rows)
    for one in late:
        _take(found, one, by_number, spool)
    found.blocks = sorted(lines.blocks, key=attrgetter("first"))
    run("ANALYZE seen (owner, publication_no, application_no)")
    return found


def _take(found: Found, batch: Batch, by_number: dict[int, FoundOwner], spool: Spool) -> None:
    for number, name, key, type_ in batch.owners:
        owner = by_number[number] = found.owners.setdefault(key, FoundOwner(name, key, type_))
        owner.numbers.append(number)
    for (number, is_first, region), count in batch.places.items():
        by_number[number].places[is_first, region] += count
        by_number[number].rows += count
    found.outside += batch.outside
    found.repeated += batch.repeated
    found.rows += batch.rows + batch.repeated + batch.refused
    found.notices += batch.notices[: MOST_PROBLEMS - len(found.notices)]
    if batch.problems:
        found.refuse(spool, batch.problems, batch.refused)
