"""Answers kept in memory, the least asked for given up first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from huoshui.search.declaration import Query

KEPT = 256  # of each index in each process: whoever comes back to a list is not searched for again
LARGEST_KEPT = 1_000  # hits of an answer: an export of a hundred thousand is asked for once, and would stay in memory


class Kept:
    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable) -> Any:
        """None for what is not kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, answer: Any) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)


def counts_asked(query: Query) -> Hashable:
    """What decides total and facets: not the page, not the order."""
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


def page_asked(query: Query) -> Hashable:
    return (query.sort, query.offset, query.limit, query.after, counts_asked(query))
