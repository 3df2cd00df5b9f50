"""What a row of a file becomes: the columns of the base library, in the order of staging, as COPY text."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

TEXTS = (
    "publication_no", "application_no", "kind", "stage", "title", "abstract", "first_claim", "claims", "agency",
    "family", "owner_code", "main_class", "subclass", "province", "city", "legal_status",
)  # fmt: skip
LISTS = ("applicants", "applicant_types", "inventors", "agents", "priority", "classes")
DATES = ("filing_date", "publication_date", "grant_date", "expires_on")
COLUMNS = (*TEXTS, *LISTS, *DATES)
TYPES = dict.fromkeys(TEXTS, "text") | dict.fromkeys(LISTS, "jsonb") | dict.fromkeys(DATES, "date")
DERIVED = ("subclass", "expires_on")  # worked out from others, so no source states them
# Before the columns of a line: its place in the file from 0, owner, whether the row names that owner, line, member
# of a package, and the print of what the row says.
LEADING = {
    "n": "int",
    "owner": "int",
    "is_named": "boolean",
    "line": "int",
    "file": "text",
    "content_hash": "text",
}
NULL = "\\N"

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def escaped_column(column: Sequence[str]) -> Sequence[str]:
    """Looks at all cells together first: almost no text holds what must be escaped."""
    together = "".join(column)
    if not any(chr(code) in together for code in _ESCAPES):
        return column
    return [escaped(text) for text in column]


def json_list(values: Iterable[str] | None) -> str:
    """As COPY text."""
    if not values:
        return "[]"
    inner = '","'.join(values)
    if inner.isprintable() and "\\" not in inner and inner.count('"') == 2 * inner.count('","'):
        return f'["{inner}"]'
    return escaped(json.dumps(list(values), ensure_ascii=False))


def date_text(value: Any) -> str:
    return NULL if value is None else value.isoformat()
