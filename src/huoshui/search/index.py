"""What may be done with one index. PostgreSQL stays the truth: whatever is lost here is built again from there."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy

from huoshui.search.declaration import Declaration, Document, Hits, Query
from huoshui.search.engine import Compiler, schema_of, stored
from huoshui.search.errors import IndexMissing, IndexOutdated
from huoshui.search.generations import Generations, change_mark, stamp_of

BATCH_MEMORY = 64 << 20
REBUILD_MEMORY = 256 << 20
DELETED_AT_ONCE = 10_000
# More than any facet has values, so that counts over several segments are exact.
SEGMENT_BUCKETS = 65_000


class Index:
    """Any number of readers, one writer at a time; safe to share between threads."""

    def __init__(self, declaration: Declaration, folder: Path) -> None:
        self.declaration = declaration
        self.generations = Generations(folder / declaration.name)
        self.schema = schema_of(declaration)
        self.compiler = Compiler(declaration, self.schema)
        self._lock = Lock()
        self._opened: tuple[Path, Any] | None = None
        self._mark: tuple[int, int] = (0, 0)

    def exists(self) -> bool:
        return self.generations.current() is not None

    def search(self, query: Query) -> Hits:
        """Raises IndexMissing or IndexOutdated, never an error about what the person typed."""
        searcher = self._searcher()
        whole = self.compiler.whole(query)
        order: dict[str, Any] = {}
        if query.sort:
            order["order_by_field"] = f"order_{query.sort.lstrip('-')}"
            order["order"] = tantivy.Order.Desc if query.sort.startswith("-") else tantivy.Order.Asc
        found = searcher.search(whole, limit=max(query.limit, 1), offset=query.offset, count=True, **order)
        ids = searcher.fast_field_values("id", [address for _, address in found.hits[: query.limit]])
        return Hits(found.count, tuple(ids), self._count_facets(searcher, query, whole))

    def apply(self, upserts: Iterable[Document], deletes: Sequence[int] = (), *, wait_seconds: float = 30) -> int:
        """One commit for all; a document replaces the one with its id. Answers how many were written."""
        rows = list(upserts)
        with self.generations.writing(wait_seconds):
            if not self.exists():
                self._build(())
            index = self._open(self._fitting())
            writer = index.writer(heap_size=BATCH_MEMORY, num_threads=1)
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
        writer = tantivy.Index(self.schema, path=str(path)).writer(heap_size=REBUILD_MEMORY, num_threads=1)
        count = 0
        for document in documents:
            writer.add_document(stored(self.declaration, document))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        self.generations.turn_to(path, self.declaration.stamp())
        return count

    def _fitting(self) -> Path:
        generation = self.generations.current()
        if generation is None:
            raise IndexMissing(self.declaration.name)
        if stamp_of(generation) != self.declaration.stamp():
            raise IndexOutdated(self.declaration.name)
        return generation

    def _searcher(self) -> Any:
        with self._lock:
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
        index = tantivy.Index.open(str(generation))
        index.config_reader("manual", 0)
        index.reload()
        return index

    def _count_facets(self, searcher: Any, query: Query, whole: Any) -> dict[str, list[tuple[str, int]]]:
        """Facets without a filter of their own are counted together in one pass, the others in one each."""
        filtered = [name for name in query.facets if query.filters.get(name)]
        together = [name for name in query.facets if name not in filtered]
        counted = self._aggregate(searcher, whole, together, query.facet_size)
        for name in filtered:
            wider = self.compiler.whole(query, without_facet=name)
            counted |= self._aggregate(searcher, wider, [name], query.facet_size)
        return {name: counted[name] for name in query.facets}

    @staticmethod
    def _aggregate(searcher: Any, query: Any, names: Sequence[str], size: int) -> dict[str, list[tuple[str, int]]]:
        if not names:
            return {}
        asked = {
            name: {"terms": {"field": f"facet_{name}", "size": size, "segment_size": SEGMENT_BUCKETS}} for name in names
        }
        answer = searcher.aggregate(query, asked)
        counted = {name: [(one["key"], one["doc_count"]) for one in answer[name]["buckets"]] for name in names}
        return {name: sorted(values, key=lambda one: (-one[1], one[0])) for name, values in counted.items()}
