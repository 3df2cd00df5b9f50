"""The bytes of a ledger line that are sealed: canonical JSON (RFC 8785)."""

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

import rfc8785

COLUMNS = (
    "id, at, org_id, seat, line_seat, user_id, on_behalf_of, channel, verb, outcome, subject, facts::text AS facts, "
    "role"
)
_EXACT = 2**53 - 1  # beyond this JSON numbers are not exact: line seats stand as text


class Line(NamedTuple):
    """As PostgreSQL gives `COLUMNS`; `facts` is JSON text."""

    id: int
    at: datetime
    org_id: int
    seat: int
    line_seat: int
    user_id: int
    on_behalf_of: int
    channel: str
    verb: str
    outcome: str
    subject: str
    facts: str
    role: str = ""  # "" in a line from before roles were written down


def entry_of(line: Line) -> bytes:
    """Never refuses: a line that could not be sealed would stop the chain."""
    entry: dict[str, Any] = {
        name: _exact(value) if isinstance(value, int) else value for name, value in line._asdict().items()
    }
    if not line.role:
        del entry["role"]  # what such a line was sealed as stays so
    entry["at"] = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    try:
        entry["facts"] = json.loads(line.facts)
        return rfc8785.dumps(entry)
    except (rfc8785.CanonicalizationError, RecursionError, ValueError):
        entry["facts"] = line.facts
        return rfc8785.dumps(entry)


def gone(line_id: int) -> bytes:
    """Sealed in the place of a line that had vanished before it could be."""
    return rfc8785.dumps({"gone": True, "id": _exact(line_id)})


def _exact(number: int) -> int | str:
    return number if -_EXACT <= number <= _EXACT else str(number)
