"""The door of search."""

from huoshui.search.declaration import Bound, Declaration, Document, Hits, Query, TextField
from huoshui.search.errors import IndexBroken, IndexBusy, IndexMissing, IndexOutdated, IndexUnavailable
from huoshui.search.index import Index

__all__ = [
    "Bound",
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
    "TextField",
]
