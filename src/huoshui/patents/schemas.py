"""Shapes of the API; field names are those of the `patent` standard."""

from datetime import date

from ninja import Schema

from huoshui.display.api_pages import ListPage


class PatentOut(Schema):
    id: int
    publication_no: str
    application_no: str
    kind: str
    stage: str
    title: str
    applicants: list[str]
    inventors: list[str]
    filing_date: date | None
    publication_date: date
    grant_date: date | None
    main_class: str
    classes: list[str]
    legal_status: str
    expires_on: date | None
    province: str
    city: str
    institution: str
    attribution: str
    source: str
    as_of: date
    demonstration: bool


class PatentDetail(PatentOut):
    abstract: str
    first_claim: str


class PatentPage(ListPage):
    rows: list[PatentOut]


class ProblemOut(Schema):
    file: str
    line: int
    column: str
    value: str
    message: str
    code: str


class NameOut(Schema):
    name: str
    rows: int
    hint: str = ""


class OutcomeOut(Schema):
    """rows = new + changed + same + superseded + refused + out_of_scope."""

    run_id: int
    state: str
    rows: int
    new: int
    changed: int
    same: int
    superseded: int
    refused: int
    out_of_scope: int
    unmatched: list[NameOut]
    out_of_scope_names: list[NameOut]
    notices: list[ProblemOut]
    problem_count: int
    problems: list[ProblemOut]
