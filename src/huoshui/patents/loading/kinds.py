"""Problems counted by kind: of thousands of refused rows most say the same, and that is what to read first."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from huoshui_core.standards import Problem


class Kinds:
    """By column and code; each speaks by the one that stands first in its file."""

    def __init__(self, kept: Iterable[Mapping[str, Any]] = ()) -> None:
        self._kinds: dict[tuple[str, str], dict[str, Any]] = {(one["column"], one["code"]): {**one} for one in kept}

    def add(self, problems: Iterable[Problem]) -> None:
        """In any order: reading finds what is missing later than what is wrong."""
        for one in problems:
            known = self._kinds.get((one.column, one.code))
            if known is None or (one.file == known["file"] and one.line < known["line"]):
                self._kinds[one.column, one.code] = asdict(one) | {"count": known["count"] if known else 0}
            self._kinds[one.column, one.code]["count"] += 1

    def as_json(self) -> list[dict[str, Any]]:
        """The most frequent first."""
        return sorted(self._kinds.values(), key=lambda one: -one["count"])
