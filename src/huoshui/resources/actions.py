"""Everything that changes the library. Nothing else in the platform saves this table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from django.db import connection
from django.db.models import Q

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, note_many, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, WrongState
from huoshui.kernel.outbox import emit
from huoshui.resources import queries, rules, states
from huoshui.resources.events import EntriesPublished, EntriesWithdrawn
from huoshui.resources.index import LIBRARY, document, library_index
from huoshui.resources.models import LibraryEntry
from huoshui.resources.rules import NewEntry
from huoshui.rights import public as rights
from huoshui.search.public import Document, IndexMissing

MOST_AT_ONCE = 5_000
PUBLISHING_LOCK = 7_203  # one transaction at a time decides which number belongs to whom
INDEXING_LOCK = 7_204
COPIED = tuple(one.name for one in fields(NewEntry) if one.name != "is_barred")
PLACED = tuple(one.name for one in fields(rules.EntryPlace))
MOVED = ("status", "reason", "reason_text", "changed_at", "revision")
SAVED = (*COPIED, "number", "subclass", "technical_field", "fingerprint", *MOVED)


@dataclass(frozen=True, slots=True)
class Published:
    """`taken`: numbers that another institution has published already, which stay theirs."""

    listed: tuple[int, ...]
    unlisted: tuple[int, ...]
    unchanged: int
    taken: tuple[str, ...]


@action
def publish_entry(actor: Actor, *, entry: NewEntry) -> Published:
    return _publish(actor, [entry])


@action
def publish_entries(actor: Actor, *, entries: Sequence[NewEntry]) -> Published:
    """Lists what is offered and in force, takes off what no longer is. The same content again changes nothing.

    What its owner has withdrawn stays withdrawn, whatever is published, until it is inventoried again or relisted.
    """
    return _publish(actor, entries)


def _publish(actor: Actor, entries: Sequence[NewEntry]) -> Published:
    require(actor, "resources.publish", also=all(actor.reach.covers(one.seat, one.line_seat) for one in entries))
    if len(entries) > MOST_AT_ONCE:
        raise Invalid(f"一次最多公布 {MOST_AT_ONCE} 件", given=len(entries))
    _lock(PUBLISHING_LOCK)
    shelf = _Shelf(entries)
    for entry in entries:
        shelf.put(entry)
    changed = list(shelf.changed.values())
    LibraryEntry.objects.bulk_create(
        changed, batch_size=1_000, update_conflicts=True, unique_fields=["patent_id"], update_fields=SAVED
    )
    result = Published(
        tuple(row.pk for row in changed if row.status == states.LISTED),
        tuple(row.pk for row in changed if row.status != states.LISTED and row.number in shelf.was_listed),
        shelf.unchanged,
        tuple(shelf.taken),
    )
    note_many(actor, "resources.publish", [(f"entry:{row.pk}", {"after": row.status}) for row in changed])
    if not changed:
        note(actor, "resources.publish", "library", unchanged=shelf.unchanged, taken=len(shelf.taken))
    _tell(result.listed, result.unlisted)
    return result


class _Shelf:
    """The rows that a publication may touch, and what becomes of them."""

    def __init__(self, entries: Sequence[NewEntry]) -> None:
        touched = Q(patent_id__in=[one.patent_id for one in entries]) | Q(number__in=[one.number for one in entries])
        rows = list(LibraryEntry.objects.filter(touched).order_by("pk").select_for_update())
        self.by_patent = {row.patent_id: row for row in rows}
        self.by_number = {row.number: row for row in rows}
        self.was_listed = {row.number for row in rows if row.status == states.LISTED}
        self.changed: dict[int, LibraryEntry] = {}
        self.taken: list[str] = []
        self.unchanged = 0
        self.today = clock.today()

    def put(self, entry: NewEntry) -> None:
        if not entry.number:
            raise Invalid("公布的专利须有公开（公告）号或专利号", patent_id=entry.patent_id)
        row = self.by_patent.get(entry.patent_id)
        holder = self.by_number.get(entry.number)
        if holder is not None and holder.patent_id != entry.patent_id:
            self.taken.append(entry.number)
            return
        status, reason = rules.standing_of(entry, self.today)
        if row is None:
            if status != states.WITHDRAWN:
                self._add(entry, status, reason)
            return
        if row.status == states.WITHDRAWN and row.reason == states.OWNER:
            status, reason = row.status, row.reason
        fingerprint = entry.fingerprint()
        if row.fingerprint == fingerprint and row.status == status:
            self.unchanged += 1
            return
        _copy(row, entry, fingerprint)
        _settle(row, status, reason)
        self.changed[row.patent_id] = row

    def _add(self, entry: NewEntry, status: str, reason: str) -> None:
        row = LibraryEntry(patent_id=entry.patent_id, listed_on=self.today, revision=0)
        _copy(row, entry, entry.fingerprint())
        _settle(row, status, reason)
        self.by_patent[entry.patent_id] = self.by_number[entry.number] = self.changed[entry.patent_id] = row


def _copy(row: LibraryEntry, entry: NewEntry, fingerprint: str) -> None:
    for name in COPIED:
        value = getattr(entry, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.number = entry.number
    row.subclass = rules.subclass(entry.kind, entry.classes)
    row.technical_field = rules.technical_field(entry.kind, entry.classes)
    row.fingerprint = fingerprint


@action
def withdraw_entry(actor: Actor, *, entry_id: int, reason: str) -> None:
    row = _locked(actor, entry_id)
    if not reason.strip():
        raise Invalid("请写明撤下的原因", fields={"reason": "请写明撤下的原因"})
    _leave(actor, [row], "withdraw", states.OWNER, reason.strip()[:200])


@action
def relist_entry(actor: Actor, *, entry_id: int) -> None:
    """Undoes a withdrawal. Raises WrongState when the right has meanwhile ended or nothing is offered."""
    row = _locked(actor, entry_id)
    if not row.willingness:
        raise WrongState("没有标注转化意愿，请先在盘点中补充", entry_id=entry_id)
    if not rules.is_in_force(row.legal_status, row.expires_on, clock.today()):
        raise WrongState("专利权目前不在有效期内，不能恢复展示", entry_id=entry_id)
    if why := rights.barred([row.patent_id]).get(row.patent_id):
        raise WrongState(f"目前不能提供：{why}", entry_id=entry_id)
    _move(row, "list", "", "")
    row.save(update_fields=MOVED)
    note(actor, "resources.list", f"entry:{row.pk}")
    _tell([row.pk], [])


@action
def withdraw_reopened(actor: Actor, *, dossier_ids: Sequence[int]) -> int:
    """Their inventory has begun again: nothing stays on show meanwhile. May run twice."""
    require(actor, "resources.withdraw")
    rows = list(
        queries.entries_in_view(actor)
        .filter(dossier_id__in=list(dossier_ids))
        .exclude(reason=states.REOPENED)
        .order_by("pk")
        .select_for_update()
    )
    LibraryEntry.objects.filter(pk__in=[one.pk for one in rows], status=states.WITHDRAWN).update(reason=states.REOPENED)
    return _leave(actor, [one for one in rows if one.status != states.WITHDRAWN], "withdraw", states.REOPENED)


@action
def suspend_lapsed(actor: Actor, *, limit: int = MOST_AT_ONCE) -> int:
    """What is no right in force today leaves the list today; answers how many did. May run twice."""
    require(actor, "resources.suspend")
    rows = list(queries.lapsed(clock.today()).order_by("pk").select_for_update()[:limit])
    return _leave(actor, rows, "suspend", states.NOT_IN_FORCE)


@action
def place_entries(actor: Actor, *, places: Mapping[int, rules.EntryPlace]) -> int:
    """Entries follow their institution: its name, its place, or the one it has been merged into. May run twice."""
    require(actor, "resources.publish")
    changed = []
    for row in LibraryEntry.objects.filter(pk__in=list(places)).order_by("pk").select_for_update():
        place = places[row.pk]
        if any(getattr(row, name) != getattr(place, name) for name in PLACED):
            for name in PLACED:
                setattr(row, name, getattr(place, name))
            row.revision += 1
            row.changed_at = clock.now()
            changed.append(row)
    LibraryEntry.objects.bulk_update(changed, [*PLACED, "revision", "changed_at"], batch_size=1_000)
    note(actor, "resources.place", "library", entries=len(changed))
    _tell([row.pk for row in changed if row.status == states.LISTED], [])
    return len(changed)


@action
def index_changes(actor: Actor, *, limit: int = 2_000) -> int:
    """Tells the search index what it has not heard yet, one batch; answers how many. May run twice.

    Raises IndexMissing where an index has been lost: a new one with the latest changes only would hide the rest.
    """
    require(actor, "resources.index")
    _lock(INDEXING_LOCK)
    if queries.is_any_indexed() and not library_index().exists():
        raise IndexMissing(LIBRARY.name)
    rows = list(queries.not_indexed().order_by("pk")[:limit])
    listed = [row for row in rows if row.status == states.LISTED]
    library_index().apply(map(document, listed), [row.pk for row in rows if row.status != states.LISTED])
    _mark_indexed([(row.pk, row.revision) for row in rows])
    note(actor, "resources.index", "library", entries=len(rows))
    return len(rows)


@action
def rebuild_index(actor: Actor) -> int:
    """Builds the search index anew from what is listed; answers how many entries it holds."""
    require(actor, "resources.index")
    seen: list[tuple[int, int]] = []

    def documents() -> Iterator[Document]:
        for row in queries.listed().order_by("pk").iterator(chunk_size=2_000):
            seen.append((row.pk, row.revision))
            yield document(row)

    count = library_index().rebuild(documents())
    _mark_indexed(seen)
    note(actor, "resources.index", "library", rebuilt=count)
    return count


def _mark_indexed(seen: Sequence[tuple[int, int]]) -> None:
    """A row that has changed since it was read keeps another revision, so it is told again."""
    by_revision: dict[int, list[int]] = {}
    for pk, revision in seen:
        by_revision.setdefault(revision, []).append(pk)
    for revision, ids in by_revision.items():
        for start in range(0, len(ids), 10_000):
            behind = LibraryEntry.objects.filter(pk__in=ids[start : start + 10_000]).exclude(indexed_revision=revision)
            behind.update(indexed_revision=revision)


def _locked(actor: Actor, entry_id: int) -> LibraryEntry:
    require(actor, "resources.withdraw")
    row = queries.entries_in_view(actor).filter(pk=entry_id).select_for_update().first()
    if row is None:
        raise NotFound("没有这件入库专利", entry_id=entry_id)
    return row


def _leave(actor: Actor, rows: Sequence[LibraryEntry], move: str, reason: str, text: str = "") -> int:
    was_listed = [row.pk for row in rows if row.status == states.LISTED]
    for row in rows:
        _move(row, move, reason, text)
    LibraryEntry.objects.bulk_update(rows, MOVED, batch_size=1_000)
    lines: list[tuple[str, dict[str, object]]] = [(f"entry:{row.pk}", {"reason": reason}) for row in rows]
    note_many(actor, f"resources.{move}", lines)
    _tell([], was_listed)
    return len(rows)


def _settle(row: LibraryEntry, status: str, reason: str) -> None:
    """Moves a row to where its content belongs; changed content counts as a revision even without a move."""
    if row.status != status:
        move = {states.LISTED: "list", states.SUSPENDED: "suspend", states.WITHDRAWN: "withdraw"}[status]
        _move(row, move, reason, "")
    else:
        row.revision += 1
        row.changed_at = clock.now()


def _move(row: LibraryEntry, name: str, reason: str, text: str) -> None:
    """The only place that sets a state."""
    row.status = states.MACHINE.take(name, row.status).target
    row.reason, row.reason_text = reason, text
    row.changed_at = clock.now()
    row.revision += 1


def _tell(listed: Sequence[int], unlisted: Sequence[int]) -> None:
    if listed:
        emit(EntriesPublished(list(listed)))
    if unlisted:
        emit(EntriesWithdrawn(list(unlisted)))


def _lock(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
