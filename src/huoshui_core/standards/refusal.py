"""How the standards say no: one value, one field of a record, one place in a file, or a whole file."""

from dataclasses import dataclass


class Unclean(ValueError):
    """A value does not satisfy the standard. `message` is Chinese, for the person; `code` is stable, for programs."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class FieldProblem:
    field: str
    value: str
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault where the person sees it: `line` counts from 1 as sheet or text file shows it, 0 = whole file."""

    file: str
    line: int
    column: str
    value: str
    message: str
    code: str

    def __str__(self) -> str:
        place = self.file + (f" 第{self.line}行" if self.line else "") + (f" “{self.column}”" if self.column else "")
        return f"{place}：{self.message}" + (f"（填写的是：{self.value}）" if self.value else "")


class Unreadable(ValueError):
    """The file as a whole cannot be taken."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


SHOWN_CHARACTERS = 80


def shown(raw: object) -> str:
    """A value as a message may carry it: short, on one line."""
    text = "" if raw is None else " ".join(str(raw).split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
