"""Points paid ahead: a process takes several from the budgets at once and hands them out from memory.

Somebody who reads asks for page after page, and everybody of an organisation pays into one row: paid one by one, that
row is what all wait for. What is paid ahead is spent in the database already, so nobody ever gets more than the budget
gives; what a process has left over after a minute is lost to the payer.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable

KEPT_SECONDS = 60
MOST_PAYERS = 10_000


class Advances:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()  # points, until when they count

    def take(self, payer: Hashable, points: int) -> bool:
        with self._lock:
            left, until = self._left.get(payer, (0, 0.0))
            if left < points or time.monotonic() > until:
                return False
            self._left[payer] = left - points, until
            return True

    def put(self, payer: Hashable, points: int) -> None:
        """Instead of what was left: two that pay ahead at the same time lose one advance."""
        with self._lock:
            self._left[payer] = points, time.monotonic() + KEPT_SECONDS
            self._left.move_to_end(payer)
            while len(self._left) > MOST_PAYERS:
                self._left.popitem(last=False)
