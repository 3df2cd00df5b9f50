"""Keeping the search index true: changes told in batches, built anew, and compared with the table."""

from collections.abc import Iterator

from django.db import connection

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.patents import queries
from huoshui.patents.search import NAME, document, patent_index
from huoshui.search import public as search
from huoshui.search.public import Document

INDEXING_LOCK = 7_203
BATCH = 2_000
REBUILD_FROM = 50_000  # waiting changes from which a new index is there sooner than the old one brought up
CHECKED_AT_ONCE = 1_000


@action
def index_changes(actor: Actor, *, limit: int = BATCH) -> int:
    """Tells the index of what has changed, one batch; answers how many. May run twice.

    Raises IndexUnavailable where there is none that fits: one with the latest changes only would hide the rest.
    """
    require(actor, "patents.index")
    _lock()
    patent_index().must_fit()
    changes = search.waiting(NAME, limit=limit)
    rows = list(queries.patents_to_index(changes.things))
    gone = set(changes.things) - {row.id for row in rows}
    if changes.things:
        patent_index().apply(map(document, rows), sorted(gone))
    search.told(changes.keys)
    note(actor, "patents.index", "patents", told=len(rows), gone=len(gone))
    return len(changes.keys)


@action
def rebuild_index(actor: Actor) -> int:
    """Builds the index anew while searches go on with the old one; answers how many patents it holds."""
    require(actor, "patents.index")
    _lock()
    heard = search.all_keys(NAME)  # before reading: what changes from now on waits for the next telling
    count = patent_index().rebuild(_documents())
    search.told(heard)
    note(actor, "patents.index", "patents", rebuilt=count)
    return count


@action
def check_index(actor: Actor) -> int:
    """Compares index and table by thousands of ids, and lets wait what differs; answers how many patents that is."""
    require(actor, "patents.index")
    held = patent_index().sums("digest", width=CHECKED_AT_ONCE)
    true = queries.sums_to_check(width=CHECKED_AT_ONCE)
    differing = sorted(key for key in held.keys() | true.keys() if held.get(key) != true.get(key))
    found = 0
    for key in differing:
        low, high = key * CHECKED_AT_ONCE, (key + 1) * CHECKED_AT_ONCE
        ids = {*patent_index().ids_between(low, high), *queries.ids_between(low, high)}
        search.wait(NAME, sorted(ids))
        found += len(ids)
    note(actor, "patents.index", "patents", differing=found)
    return found


def _documents() -> Iterator[Document]:
    for row in queries.patents_to_index(None).iterator(chunk_size=2_000):
        yield document(row)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDEXING_LOCK])
