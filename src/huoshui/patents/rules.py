"""How long the right can last, whether it still is one, which line supervises its owner. Values in, answers out."""

from dataclasses import dataclass
from datetime import date

from huoshui_core.reference import line
from huoshui_core.reference.validity import expires_on, is_in_force

__all__ = ["RightState", "expires_on", "is_in_force", "line_number"]

LINE_OF = {"university": "education", "institute": "science", "hospital": "health"}


@dataclass(frozen=True, slots=True)
class RightState:
    """What follows from the legal events of a patent: its legal status ("" unknown) and the end of its term."""

    patent_id: int
    legal_status: str
    expires_on: date | None


def line_number(name: str, kind: str) -> int:
    """The supervising line an institution is opened in until somebody states another."""
    if name.startswith("中国科学院"):
        return line("academy").number
    return line(LINE_OF[kind]).number
