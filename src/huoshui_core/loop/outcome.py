"""What a run answers to whoever called it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huoshui_core.standards import Problem

LoopProgress = Callable[[str, int, int], None]  # what is being done (Chinese), done, of how many


@dataclass(frozen=True, slots=True)
class LoopResult:
    """`problems` are the rows that were left out: with any, the caller must not report plain success."""

    out: Path
    files: tuple[str, ...]
    patents_read: int
    enterprises_read: int
    in_scope: int
    out_of_scope: int
    institutions: int
    institutions_unlisted: int
    candidates: int
    matched: int
    match_rows: int
    problems: tuple[Problem, ...]
    model_version: str
    demonstration: bool

    @property
    def is_whole(self) -> bool:
        return not self.problems

    def summary(self) -> dict[str, Any]:
        """For programs: counts and file names; the problems are in a file of their own."""
        return {
            "out": str(self.out),
            "files": list(self.files),
            "patents_read": self.patents_read,
            "enterprises_read": self.enterprises_read,
            "in_scope": self.in_scope,
            "out_of_scope": self.out_of_scope,
            "institutions": self.institutions,
            "institutions_unlisted": self.institutions_unlisted,
            "candidates": self.candidates,
            "matched": self.matched,
            "match_rows": self.match_rows,
            "problems": len(self.problems),
            "model_version": self.model_version,
            "demonstration": self.demonstration,
        }
