"""Everything that changes the tables: loading a file, choosing which edition is in use, counting anew."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from huoshui.classification import active, counting, queries
from huoshui.classification.events import TableSwitched
from huoshui.classification.models import STANDINGS, TableEdition, TableEntry, Tally
from huoshui.classification.rules import TABLES
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Conflict, Invalid, NotFound
from huoshui.kernel.outbox import emit
from huoshui.patents.events import FacetsChanged
from huoshui_core.classing.reading import Entry, Reading, read_table_file
from huoshui_core.standards import Problem, Unreadable

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Origin:
    """What the operator says of a file: "" finds out the table by its columns, and takes the file's name as edition."""

    table: str = ""
    edition: str = ""
    standing: str = "official"
    source: str = ""


UNTOLD = Origin()


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """`state`: checked (a dry run), loaded, or same (this very file is there already)."""

    state: str
    table: str
    title: str
    edition: str
    edition_id: int
    entries: int
    repeated: int
    is_active: bool
    problem_count: int = 0
    problems: tuple[Problem, ...] = field(default=())

    def lines(self) -> list[str]:
        said = {"checked": "已检查，未写入", "loaded": "已载入", "same": "已载入过，未变"}[self.state]
        use = "在用" if self.is_active else "未启用，可用 huoshui reference use 切换"
        rest = f"，重复 {self.repeated} 行" if self.repeated else ""
        return [
            f"{said}：{self.title}（{self.edition}），{self.entries} 条{rest}"
            + ("" if self.state == "checked" else f"；{use}")
        ]


@action
def load_table(
    actor: Actor,
    *,
    path: Path,
    file_name: str,
    origin: Origin = UNTOLD,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
) -> LoadOutcome:
    """One file as one edition, all or nothing; the same file again changes nothing.

    The first edition of a table is in use at once; a later one waits until somebody switches to it. Raises Invalid
    with the problems by line and column, Conflict where this edition was loaded with another content.
    """
    require(actor, "classification.load")
    if (origin.table and origin.table not in TABLES) or origin.standing not in STANDINGS:
        raise Invalid(f"参照表可选 {'、'.join(TABLES)}；性质可选 {'、'.join(STANDINGS)}", table=origin.table)
    reading = _read(path, file_name, origin.table)
    if reading.problem_count and not (dry_run or skip_bad_rows):
        raise Invalid(
            f"文件有 {reading.problem_count} 处问题，未载入任何内容",
            problems=reading.problems,
            problem_count=reading.problem_count,
        )
    name, digest = (origin.edition or Path(file_name).stem)[:80], _digest(path)
    known = TableEdition.objects.filter(table=reading.table, edition=name).first()
    if known is not None and known.digest != digest:
        raise Conflict(f"“{name}”这一版已经载入且内容不同，请用 --edition 另起版本名", edition=name)
    state = "checked" if dry_run else "same" if known else "loaded"
    if state == "loaded":
        known = TableEdition(
            table=reading.table,
            edition=name,
            standing=origin.standing,
            source=origin.source[:255],
            file_name=file_name[-255:],
            digest=digest,
        )
        _keep(actor, known, reading.entries)
    note(actor, "classification.load", f"table:{reading.table}", state=state, edition=name, digest=digest)
    return LoadOutcome(
        state,
        reading.table,
        TABLES[reading.table],
        name,
        known.pk if known else 0,
        len(reading.entries),
        reading.repeated,
        bool(known and known.active),
        reading.problem_count,
        tuple(reading.problems),
    )


@action
def switch_table(actor: Actor, *, table: str, edition_id: int) -> int:
    """Puts an edition to use, or with 0 the package's own table; answers how many rows differ from what was in use."""
    require(actor, "classification.switch")
    if table not in TABLES:
        raise NotFound("没有这张参照表", table=table)
    before = queries.active_edition(table)
    after = queries.edition(table, edition_id) if edition_id else None
    if before == after:
        return 0
    change = queries.change_between(table, before, after)
    TableEdition.objects.filter(table=table, active=True).update(active=False)
    if after is not None:
        TableEdition.objects.filter(pk=after.pk).update(active=True)
    active.forget()
    named = {name: one.edition if one else "" for name, one in (("before", before), ("after", after))}
    note(actor, "classification.switch", f"table:{table}", added=change.added, removed=change.removed, **named)
    _tell(table)
    return change.added + change.removed


@action
def count_anew(actor: Actor, *, org_ids: Sequence[int]) -> int:
    """What the patents of these institutions add up to by code; answers how many patents were looked at."""
    require(actor, "classification.count")
    looked = 0
    for org_id in sorted(set(org_ids)):
        tallies, seen = counting.tallies_of(org_id)
        Tally.objects.filter(org_id=org_id).delete()
        Tally.objects.bulk_create(tallies, batch_size=BATCH)
        looked += seen
    note(actor, "classification.count", "tallies", organisations=len(set(org_ids)), patents=looked)
    return looked


def _tell(table: str) -> None:
    emit(TableSwitched(table))
    emit(FacetsChanged())


def _read(path: Path, file_name: str, table: str) -> Reading:
    try:
        return read_table_file(path, table=table, name=file_name, emerging=queries.known_emerging())
    except Unreadable as fault:
        raise Invalid("文件无法读取，未载入任何内容", problems=[fault.problem]) from fault


def _keep(actor: Actor, edition: TableEdition, entries: Iterable[Entry]) -> None:
    rows = list(entries)
    edition.entries = len(rows)
    edition.loaded_by, edition.loaded_by_name = actor.user_id, actor.name[:64]
    edition.active = queries.active_edition(edition.table) is None
    edition.save()
    TableEntry.objects.bulk_create(
        [
            TableEntry(
                edition=edition,
                line=one.line,
                symbol=one.symbol[:64],
                code=one.code,
                label=one.label,
                parent=one.parent[:64],
                include=list(one.include),
                exclude=list(one.exclude),
            )
            for one in rows
        ],
        batch_size=BATCH,
    )
    if edition.active:
        active.forget()
        _tell(edition.table)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
