"""Total and facets of a query, counted beside the search for its hits: the engine works outside Python's lock."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from huoshui.search.declaration import Declaration, Query
from huoshui.search.engine import BETWEEN_CODES, CODED, Compiler
from huoshui.search.kept import Kept, counts_asked

# More than any facet has values, so that counts over several segments are exact.
SEGMENT_BUCKETS = 65_000
Counted = tuple[int, dict[str, list[tuple[str, int]]]]


class Counts:
    def __init__(self, declaration: Declaration, compiler: Compiler) -> None:
        self.declaration, self.compiler = declaration, compiler
        self._lock = Lock()
        self._kept = Kept()
        self._pool: ThreadPoolExecutor | None = None

    def begin(self, searcher: Any, mark: Hashable, query: Query) -> Callable[[], Counted]:
        """Counting goes on until the answer is asked for. `mark` changes with the index."""
        key = (mark, counts_asked(query))
        kept = self._kept.get(key)
        if kept is not None:
            return lambda: kept
        with self._lock:
            if self._pool is None:  # made at the first search: a pool does not survive the fork of a web server
                self._pool = ThreadPoolExecutor(2, thread_name_prefix="counting")
            waiting = [self._pool.submit(self._aggregate, searcher, *one) for one in self._passes(query)]

        def answer() -> Counted:
            counted = self._told(query, [one.result() for one in waiting])
            self._kept.put(key, counted)
            return counted

        return answer

    def _passes(self, query: Query) -> Iterator[tuple[Any, list[str], int]]:
        """Query, columns and how many values of each. First what all filters hold for, with all columns that have no
        filter of their own; then each filtered column without it, and all coded facets without any of theirs.
        """
        columns = [name for name in query.facets if name not in self.declaration.coded]
        filtered = [name for name in columns if query.filters.get(name)]
        together = [name for name in columns if name not in filtered]
        yield self.compiler.matching(query), [CODED, *together], query.facet_size
        for name in filtered:
            yield self.compiler.matching(query, without_facets=[name]), [name], query.facet_size
        if self._coded_filters(query) and len(columns) < len(query.facets):
            yield self.compiler.matching(query, without_facets=self.declaration.coded), [CODED], query.facet_size

    def _told(self, query: Query, passes: Sequence[dict[str, list[tuple[str, int]]]]) -> Counted:
        total = sum(count for _, count in passes[0][CODED])
        counted = {name: values for one in passes for name, values in one.items()}
        combinations = [(key.split(BETWEEN_CODES), count) for key, count in counted.pop(CODED)]
        for name in query.facets:
            if name in self.declaration.coded:
                counted[name] = self._of_coded(name, query, combinations)
        ordered = {
            name: sorted((one for one in counted[name] if one[0]), key=lambda one: (-one[1], one[0]))
            for name in query.facets
        }
        return total, {name: values[: query.facet_size] for name, values in ordered.items()}

    def _of_coded(
        self, name: str, query: Query, combinations: Sequence[tuple[list[str], int]]
    ) -> list[tuple[str, int]]:
        """One coded facet out of the combinations, narrowed by the filters of the others."""
        place = self.declaration.coded.index(name)
        others = [(at, values) for at, values in self._coded_filters(query) if at != place]
        counts: Counter[str] = Counter()
        for codes, count in combinations:
            if all(codes[at] in values for at, values in others):
                counts[codes[place]] += count
        return list(counts.items())

    def _coded_filters(self, query: Query) -> list[tuple[int, Sequence[str]]]:
        coded = enumerate(self.declaration.coded)
        return [(place, values) for place, name in coded if (values := query.filters.get(name))]

    def _aggregate(
        self, searcher: Any, matching: Any, columns: Sequence[str], size: int
    ) -> dict[str, list[tuple[str, int]]]:
        asked = {
            name: {
                "terms": {
                    "field": CODED if name == CODED else f"facet_{name}",
                    "size": SEGMENT_BUCKETS if name == CODED else size,
                    "segment_size": SEGMENT_BUCKETS,
                }
            }
            for name in columns
        }
        answer = searcher.aggregate(matching, asked)
        return {name: [(one["key"], one["doc_count"]) for one in answer[name]["buckets"]] for name in columns}
