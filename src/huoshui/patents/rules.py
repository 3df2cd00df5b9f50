"""How long the right can last, whether it still is one, which line supervises its owner. Values in, answers out."""

from dataclasses import dataclass
from datetime import date

from huoshui_core.reference import line
from huoshui_core.reference.validity import expires_on, is_in_force

__all__ = ["RightState", "expires_on", "is_in_force", "line_number"]

BATCHES = {"stock": "存量（2023 年底前授权）", "rolling": "滚动（2024 年起授权）"}
STOCK_UNTIL = date(2023, 12, 31)
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


def granted_on(stage: str, grant_date: date | None, publication_date: date) -> date | None:
    """A grant without a date of its own was announced by its publication."""
    return (grant_date or publication_date) if stage == "granted" else None


def batch(granted: date) -> str:
    """What was granted by the end of 2023 is inventoried first, later grants as they come (工作方案)."""
    return "stock" if granted <= STOCK_UNTIL else "rolling"
