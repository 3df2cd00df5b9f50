"""条: the lines of departments that supervise institutions. The number is what scope columns store."""

from dataclasses import dataclass

from huoshui_core.reference.editions import rows


@dataclass(frozen=True)
class Line:
    """`department` is the provincial or city bureau of the line, `ministry` its head in the centre."""

    code: str
    number: int
    name: str
    department: str
    ministry: str


LINES: tuple[Line, ...] = tuple(
    Line(code, int(number), name, department, ministry) for code, number, name, department, ministry in rows("lines")
)


def line(code: str) -> Line:
    return next(entry for entry in LINES if entry.code == code)


def line_by_number(number: int) -> Line:
    return next(entry for entry in LINES if entry.number == number)
