"""The door of search."""

from huoshui.search.declaration import Bound, Declaration, Document, Hits, Query, TextField
from huoshui.search.errors import IndexBroken, IndexBusy, IndexMissing, IndexOutdated, IndexUnavailable
from huoshui.search.index import Index
from huoshui.search.terms import Sought, is_searchable, sought
from huoshui.search.waiting import (
    Changes,
    all_keys,
    count_waiting,
    has_waiting,
    told,
    wait,
    wait_for_everything,
    waiting,
)

__all__ = [
    "Bound",
    "Changes",
    "Declaration",
    "Document",
    "Hits",
    "Index",
    "IndexBroken",
    "IndexBusy",
    "IndexMissing",
    "IndexOutdated",
    "IndexUnavailable",
    "Query",
    "Sought",
    "TextField",
    "all_keys",
    "count_waiting",
    "has_waiting",
    "is_searchable",
    "sought",
    "told",
    "wait",
    "wait_for_everything",
    "waiting",
]
