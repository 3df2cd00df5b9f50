"""Text that a spreadsheet would run as a formula, made harmless in CSV and restored on reading."""

import re

# Spreadsheets also evaluate the full-width signs, and skip leading tabs and line ends.
_DANGEROUS = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_NEUTRALISED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def neutral(text: str) -> str:
    """With an apostrophe before what looks like a formula. `restored` undoes it exactly, for every text."""
    return "'" + text if _DANGEROUS.match(text) else text


def restored(text: str) -> str:
    return text[1:] if _NEUTRALISED.match(text) else text
