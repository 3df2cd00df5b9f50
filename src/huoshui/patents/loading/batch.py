"""What reading a file gives, piece by piece: batches of rows, and an ending."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from huoshui_core.standards import Problem


@dataclass(slots=True)
class Batch:
    """`lines` are for staging; `seen` holds one short line a row, also for rows of no institution. `owners` are those
    met for the first time: number, name, key, type. `places`: (number, stands first, region) → rows. `part`: which
    span of the file it is of."""

    part: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    refused: int = 0
    rows: int = 0
    repeated: int = 0
    owners: list[tuple[int, str, str, str]] = field(default_factory=list)
    places: Counter[tuple[int, bool, int]] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)
    lines: bytes = b""
    seen: bytes = b""

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Several problems of one row count as one row refused."""
        self.problems += problems
        self.refused += 1


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known once a file has been read."""

    format: str
    columns: dict[str, str]
    ignored: tuple[str, ...]
    demonstration: bool
