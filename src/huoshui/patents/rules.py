"""How long the right can last, whether it still is one, which line supervises its owner. Values in, answers out."""

from huoshui_core.reference import line
from huoshui_core.reference.validity import expires_on, is_in_force

__all__ = ["expires_on", "is_in_force", "line_number"]

LINE_OF = {"university": "education", "institute": "science", "hospital": "health"}


def line_number(name: str, kind: str) -> int:
    """The supervising line an institution is opened in until somebody states another."""
    if name.startswith("中国科学院"):
        return line("academy").number
    return line(LINE_OF[kind]).number
