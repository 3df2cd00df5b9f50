"""Shapes of the API. Amounts are whole yuan."""

from datetime import date

from ninja import Schema

from huoshui.display.api_pages import ListPage


class FeeOut(Schema):
    """`basis`: own, stated, implied or none. Nothing but "own" and "stated" is a record of payment."""

    patent_id: int
    publication_no: str
    title: str
    institution: str
    phase: str
    basis: str
    said_on: date | None
    paid_through: int
    unverified: list[int]
    year: int
    next_on: date
    grace_until: date | None
    full_yuan: int
    amount_yuan: int
    late_fee_yuan: int
    cost_to_expiry_yuan: int
    computed_for: date


class FeePage(ListPage):
    rows: list[FeeOut]


class Paid(Schema):
    """The unit's own word that a year's fee was paid on a day."""

    year: int
    paid_on: date
