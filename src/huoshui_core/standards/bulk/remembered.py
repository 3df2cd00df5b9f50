"""Values that come again, worked out once."""

from collections.abc import Callable
from typing import Any

MOST_REMEMBERED = 50_000


class Remembered(dict[Any, Any]):
    """key → value. Bounded, so that memory stays flat however long the file is; half the time of `lru_cache` a look."""

    def __init__(self, worked_out: Callable[[Any], Any]) -> None:
        super().__init__()
        self.worked_out = worked_out

    def __missing__(self, key: Any) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[key] = self.worked_out(key)
        return value
