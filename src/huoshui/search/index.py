"""What may be done with one index. PostgreSQL stays the truth: whatever is lost here is built again from there."""

import gc
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy

from huoshui.search.counting import Counts
from huoshui.search.declaration import Declaration, Document, Hits, Query
from huoshui.search.engine import Compiler, schema_of, stored, with_tokenizers
from huoshui.search.errors import IndexBroken, IndexMissing, IndexOutdated, IndexUnavailable
from huoshui.search.generations import Generations, change_mark, stamp_of
from huoshui.search.kept import LARGEST_KEPT, Kept, page_asked

BATCH_MEMORY = 64 << 20
REBUILD_MEMORY = 256 << 20
DELETED_AT_ONCE = 10_000


class Index:
    """Any number of readers, one writer at a time; safe to share between threads."""

    def __init__(self, declaration: Declaration, folder: Path) -> None:
        self.declaration = declaration
        self.generations = Generations(folder / declaration.name)
        self.schema = schema_of(declaration)
        self.compiler = Compiler(declaration, self.schema)
        self.counts = Counts(declaration, self.compiler)
        self.pages = Kept()
        self._lock = Lock()
        self._opened: tuple[Path, Any] | None = None
        self._mark: tuple[int, int] = (0, 0)

    def exists(self) -> bool:
        return self.generations.current() is not None

    def must_fit(self) -> None:
        """Raises IndexUnavailable unless there is one that this program can read."""
        with self._reading():
            return

    def fits(self) -> bool:
        try:
            self.must_fit()
        except IndexUnavailable:
            return False
        return True

    def search(self, query: Query) -> Hits:
        """Raises IndexUnavailable, never an error about what the person typed."""
        with self._reading() as (searcher, mark):
            counting = self.counts.begin(searcher, mark, query)
            ids, keys = self._page(searcher, mark, query)
            total, facets = counting()
            return Hits(total, ids, facets, keys)

    def _page(self, searcher: Any, mark: Hashable, query: Query) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Ids, and their keys where there is an order."""
        key = (mark, page_asked(query))
        kept: tuple[tuple[int, ...], tuple[int, ...]] | None = self.pages.get(key)
        if kept is None:
            keyed = self._keyed(searcher, query)
            ids = searcher.fast_field_values("id", [address for _, address in keyed])
            kept = tuple(ids), tuple(key for key, _ in keyed) if query.sort else ()
            if query.limit <= LARGEST_KEPT:
                self.pages.put(key, kept)
        return kept

    def sums(self, name: str, *, width: int) -> dict[int, tuple[int, int]]:
        """How many documents, and the sum of their `name`, by id divided by `width`: to be compared with the truth."""
        buckets = {"histogram": {"field": "id", "interval": width, "min_doc_count": 1}}
        asked = {"ids": buckets | {"aggs": {"sum": {"sum": {"field": f"range_{name}"}}}}}
        with self._reading() as (searcher, _):
            found = searcher.aggregate(tantivy.Query.all_query(), asked)["ids"]["buckets"]
            return {int(one["key"]) // width: (one["doc_count"], int(one["sum"]["value"] or 0)) for one in found}

    def highest(self, name: str) -> int:
        """0 for an empty index."""
        asked = {"highest": {"max": {"field": f"range_{name}"}}}
        with self._reading() as (searcher, _):
            found = searcher.aggregate(tantivy.Query.all_query(), asked)["highest"]["value"]
            return int(found or 0)

    def ids_between(self, low: int, high: int) -> list[int]:
        """Ids from `low` up to, not including, `high`."""
        within = tantivy.Query.range_query(
            self.schema, "id", tantivy.FieldType.Unsigned, low, high, include_upper=False
        )
        with self._reading() as (searcher, _):
            hits = searcher.search(within, limit=max(high - low, 1), count=False).hits
            return list(searcher.fast_field_values("id", [address for _, address in hits]))

    def apply(self, upserts: Iterable[Document], deletes: Sequence[int] = (), *, wait_seconds: float = 30) -> int:
        """One commit for all; a document replaces the one with its id. Answers how many were written."""
        rows = list(upserts)
        with self.generations.writing(wait_seconds):
            if not self.exists():
                self._build(())
            writer = self._open(self._fitting()).writer(heap_size=BATCH_MEMORY, num_threads=1)
            gone = [*deletes, *(row.id for row in rows)]
            for start in range(0, len(gone), DELETED_AT_ONCE):
                writer.delete_documents_by_query(self.compiler.ids(gone[start : start + DELETED_AT_ONCE]))
            for row in rows:
                writer.add_document(stored(self.declaration, row))
            writer.commit()
            writer.wait_merging_threads()
        return len(rows)

    def rebuild(self, documents: Iterable[Document], *, wait_seconds: float = 600) -> int:
        """Fills a new generation while readers keep the old one, then turns them over. Answers how many it holds."""
        with self.generations.writing(wait_seconds):
            return self._build(documents)

    def _build(self, documents: Iterable[Document]) -> int:
        path = self.generations.fresh()
        index = with_tokenizers(tantivy.Index(self.schema, path=str(path)))
        writer = index.writer(heap_size=REBUILD_MEMORY, num_threads=2)
        count = 0
        with _seldom_collected():
            for document in documents:
                writer.add_document(stored(self.declaration, document))
                count += 1
        writer.commit()
        writer.wait_merging_threads()
        self.generations.turn_to(path, self.declaration.stamp())
        return count

    def _keyed(self, searcher: Any, query: Query) -> list[Any]:
        """(score or order key, address) of the hits of one page."""
        page: dict[str, Any] = {"limit": max(query.limit, 1), "offset": query.offset, "count": False}
        if query.sort:
            order = tantivy.Order.Desc if query.sort.startswith("-") else tantivy.Order.Asc
            page |= {"order_by_field": f"order_{query.sort.lstrip('-')}", "order": order}
            hits = searcher.search(self.compiler.beyond(query, self.compiler.matching(query)), **page).hits
        else:
            words = self.compiler.words(query)
            hits = searcher.search(self.compiler.best(query, words), **page).hits if words else []
            if len(hits) < query.limit:
                hits = searcher.search(self.compiler.ranked(query, words), **page).hits
        return list(hits[: query.limit])

    def _fitting(self) -> Path:
        generation = self.generations.current()
        if generation is None:
            raise IndexMissing(self.declaration.name)
        if stamp_of(generation) != self.declaration.stamp():
            raise IndexOutdated(self.declaration.name)
        return generation

    @contextmanager
    def _reading(self) -> Iterator[tuple[Any, Hashable]]:
        """The searcher, and a mark that differs after every change. Files that can't be read raise IndexBroken."""
        try:
            with self._lock:
                searcher = self._searcher()
                mark = (self._opened and self._opened[0].name, *self._mark)
            yield searcher, mark
        except (ValueError, OSError) as fault:
            with self._lock:
                self._opened = None
            raise IndexBroken(self.declaration.name) from fault

    def _searcher(self) -> Any:
        generation = self.generations.current()
        if self._opened is None or self._opened[0] != generation:
            generation = self._fitting()
            self._mark = change_mark(generation)  # before opening, so that no commit falls between unseen
            self._opened = (generation, self._open(generation))
        mark = change_mark(self._opened[0])
        if mark != self._mark:
            self._opened[1].reload()
            self._mark = mark
        return self._opened[1].searcher()

    @staticmethod
    def _open(generation: Path) -> Any:
        index = with_tokenizers(tantivy.Index.open(str(generation)))
        index.config_reader("manual", 0)
        index.reload()
        return index


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Documents are made by the million and hold no circles: looking for these takes an eighth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
