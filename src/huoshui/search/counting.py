"""Total and facets of a query, counted beside the search for its hits: the engine works outside Python's lock."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from huoshui.search.declaration import Declaration, Query
from huoshui.search.engine import Compiler

# More than any facet has values, so that counts over several segments are exact.
SEGMENT_BUCKETS = 65_000
KEPT = 256  # answers kept: whoever turns a page or comes back is not counted for again
Counted = tuple[int, dict[str, list[tuple[str, int]]]]


class Counts:
    def __init__(self, declaration: Declaration, compiler: Compiler) -> None:
        self.declaration, self.compiler = declaration, compiler
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Counted] = OrderedDict()
        self._pool: ThreadPoolExecutor | None = None

    def begin(self, searcher: Any, mark: Hashable, query: Query) -> Callable[[], Counted]:
        """Counting goes on until the answer is asked for. `mark` changes with the index."""
        key = (mark, _asked(query))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return lambda: kept
            if self._pool is None:  # made at the first search: a pool does not survive the fork of a web server
                self._pool = ThreadPoolExecutor(2, thread_name_prefix="counting")
            waiting = self._pool.submit(self._count, searcher, query)

        def answer() -> Counted:
            counted = waiting.result()
            with self._lock:
                self._kept[key] = counted
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return counted

        return answer

    def _count(self, searcher: Any, query: Query) -> Counted:
        """Facets without a filter of their own are counted together in one pass, the others in one each."""
        filtered = [name for name in query.facets if query.filters.get(name)]
        together = [name for name in query.facets if name not in filtered]
        total, counted = self._aggregate(searcher, self.compiler.matching(query), together, query.facet_size)
        for name in filtered:
            wider = self.compiler.matching(query, without_facet=name)
            counted |= self._aggregate(searcher, wider, [name], query.facet_size)[1]
        return total, {name: counted[name] for name in query.facets}

    def _aggregate(self, searcher: Any, matching: Any, names: Sequence[str], size: int) -> Counted:
        asked: dict[str, Any] = {
            name: {"terms": {"field": f"facet_{name}", "size": size, "segment_size": SEGMENT_BUCKETS}} for name in names
        }
        whole = next((name for name in names if name in self.declaration.single), "")
        if not whole:
            asked["total of documents"] = {"value_count": {"field": "id"}}
        answer = searcher.aggregate(matching, asked)
        if whole:  # every document has one value of it
            total = sum(one["doc_count"] for one in answer[whole]["buckets"]) + answer[whole]["sum_other_doc_count"]
        else:
            total = int(answer["total of documents"]["value"])
        counted = {
            name: [(one["key"], one["doc_count"]) for one in answer[name]["buckets"] if one["key"]] for name in names
        }
        return total, {name: sorted(values, key=lambda one: (-one[1], one[0])) for name, values in counted.items()}


def _asked(query: Query) -> Hashable:
    """What decides the counts: not the page, not the order."""
    return (
        query.text,
        tuple(query.inside.items()),
        tuple((name, tuple(values)) for name, values in query.filters.items()),
        tuple((name, tuple(values)) for name, values in query.fixed),
        tuple(query.ranges.items()),
        None if query.only is None else tuple(query.only),
        tuple(query.exclude),
        tuple(query.facets),
        query.facet_size,
    )
