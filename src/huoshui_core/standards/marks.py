"""What files carry besides data, written and read alike: marks of demonstration and standard, harmless formulas."""

import re

DEMONSTRATION_HEADING = "数据性质"
DEMONSTRATION_MARK = "示例数据"
PROBLEMS_HEADING = "问题"
STANDARD_SHEET = "_standard"

# Spreadsheets also evaluate the full-width signs, and skip leading tabs and line ends.
_DANGEROUS = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_NEUTRALISED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def neutral(text: str) -> str:
    """For CSV: with an apostrophe before what looks like a formula. `restored` undoes it exactly, for every text."""
    return "'" + text if _DANGEROUS.match(text) else text


def restored(text: str) -> str:
    return text[1:] if _NEUTRALISED.match(text) else text
