"""Shapes of the API; names of fields are those of the `patent_event` standard where it has them."""

from datetime import date

from ninja import Schema


class EventOut(Schema):
    kind: str
    code: str
    happened_on: date
    effective_on: date | None
    announced_on: date | None
    before: str
    after: str
    party: str
    filing_no: str
    year: int
    source: str
    as_of: date


class OwnerOut(Schema):
    """`share` is a fraction such as "3/5", null where nobody stated it."""

    name: str
    share: str | None
    since: date | None


class BurdenOut(Schema):
    kind: str
    party: str
    filing_no: str
    since: date | None
    until: date | None
    licence: str


class ReasonOut(Schema):
    code: str
    text: str
    article: str
    bars: bool
    remedy: str


class RightOut(Schema):
    """As at `on`. `offers`: each way of conversion with the reasons against it; an empty list is free to offer."""

    patent_id: int
    on: date
    status: str
    since: date | None
    in_force: bool | None
    legal_status: str
    granted_on: date | None
    expires_on: date | None
    lapsed_on: date | None
    paid_through_year: int | None
    owed_year: int | None
    due_on: date | None
    grace_ends_on: date | None
    owners: list[OwnerOut]
    burdens: list[BurdenOut]
    offers: dict[str, list[ReasonOut]]
    may_be_offered: bool
    doubts: list[str]
    as_of: date | None
    events: list[EventOut]


class ProblemOut(Schema):
    file: str
    line: int
    column: str
    value: str
    message: str
    code: str


class NumberOut(Schema):
    number: str
    rows: int


class EventOutcomeOut(Schema):
    run_id: int
    state: str
    subject: str
    rows: int
    new: int
    same: int
    refused: int
    unmatched: int
    patents: int
    unmatched_numbers: list[NumberOut]
    problem_count: int
    problems: list[ProblemOut]
