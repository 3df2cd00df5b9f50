"""How commands name what is wrong with a file: one line each on stderr, with file, line, column and value."""

import dataclasses
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from huoshui_core.standards import Problem


def print_problems(problems: Sequence[Problem], *, at_most: int = 0, rest: str = "") -> None:
    """`at_most` bounds what a terminal shows, `rest` says where the others are; into a file goes everything."""
    shown = problems[:at_most] if at_most and sys.stderr.isatty() else problems
    say_all(map(str, shown))
    if len(shown) < len(problems):
        say_all([f"还有 {len(problems) - len(shown):,} 处，{rest}"])


def say_all(lines: Iterable[str]) -> None:
    """Without control characters: a value out of a file must not steer the terminal."""
    for line in lines:
        sys.stderr.write("".join(each if each.isprintable() else "\ufffd" for each in line) + "\n")
    sys.stderr.flush()


def as_plain(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [dataclasses.asdict(problem) for problem in problems]
