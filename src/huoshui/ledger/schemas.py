"""Shapes of the API."""

from datetime import datetime
from typing import Any

from ninja import Schema


class LinesQuery(Schema):
    person: str = ""
    organisation: str = ""
    verb: str = ""
    subject: str = ""
    outcome: str = ""
    channel: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""
    cursor: str = ""
    size: str = ""


class LineOut(Schema):
    """`n` is the number in the sealed chain, None while the line waits for it."""

    id: int
    at: datetime
    user_id: int
    person: str | None
    on_behalf_of: int
    org_id: int
    organisation: str | None
    channel: str
    verb: str
    outcome: str
    subject: str
    facts: dict[str, Any]
    n: int | None


class LinesOut(Schema):
    """`next` is the cursor of the following page, "" on the last."""

    rows: list[LineOut]
    next: str
    total: int
    total_is_capped: bool
