"""Shapes of the API; field names are those of the `patent` standard."""

from datetime import date

from ninja import Schema


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


class PatentQuery(Schema):
    """The filters of the page; `sort` as in the page's links, `cursor` from a former answer."""

    q: str = ""
    institution: str = ""
    org: str = ""
    kind: str = ""
    stage: str = ""
    legal_status: str = ""
    subclass: str = ""
    scope: str = ""
    import_run: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""
    cursor: str = ""
    size: str = ""


class PatentPage(Schema):
    rows: list[PatentOut]
    next: str
    total: int
    total_is_capped: bool


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
    disagreements: int
    unmatched: list[NameOut]
    out_of_scope_names: list[NameOut]
    notices: list[ProblemOut]
    problem_count: int
    problems: list[ProblemOut]
