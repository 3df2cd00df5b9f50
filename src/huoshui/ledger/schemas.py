"""Shapes of the API."""

from datetime import datetime
from typing import Any

from ninja import Schema

from huoshui.display.api_pages import ListPage, ListQuery


class LinesQuery(ListQuery):
    """Stated, not drawn: the list is made when every room has stated its permissions."""

    person: str = ""
    organisation: str = ""
    verb: str = ""
    subject: str = ""
    outcome: str = ""
    role: str = ""
    channel: str = ""
    since: str = ""
    until: str = ""


class LineOut(Schema):
    """`n` is the number in the sealed chain, None while the line waits for it."""

    id: int
    at: datetime
    user_id: int
    person: str | None
    on_behalf_of: int
    org_id: int
    organisation: str | None
    role: str
    channel: str
    verb: str
    outcome: str
    subject: str
    facts: dict[str, Any]
    n: int | None


class LinesOut(ListPage):
    rows: list[LineOut]
