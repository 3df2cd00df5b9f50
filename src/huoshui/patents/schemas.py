"""Shapes of the API; field names are those of the `patent` standard."""

from datetime import date

from ninja import Field, Schema

from huoshui.display.api_pages import ListPage, ListQuery


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


class PatentQuery(ListQuery):
    """What the page takes. Names of facets may be given several times: their values are alternatives.

    `q` knows fields before a colon (标题:电池), numbers in any notation and IPC symbols; `sort` is relevance,
    publication_date or publication_no, with "-" for descending; `cursor` comes from a former answer.
    """

    q: str = ""
    title: str = ""
    applicant: str = ""
    inventor: str = ""
    abstract: str = ""
    claims: str = ""
    ipc: str = ""
    number: str = ""
    institution: str = ""
    institution_type: str = ""
    line: str = ""
    org: list[str] = Field(default_factory=list)
    kind: list[str] = Field(default_factory=list)
    stage: list[str] = Field(default_factory=list)
    legal_status: list[str] = Field(default_factory=list)
    batch: list[str] = Field(default_factory=list)
    filing_year: list[str] = Field(default_factory=list)
    grant_year: list[str] = Field(default_factory=list)
    subclass: list[str] = Field(default_factory=list)
    province: list[str] = Field(default_factory=list)
    city: list[str] = Field(default_factory=list)
    scope: str = ""
    import_run: str = ""
    lacking: str = ""
    source: str = ""
    as_of_since: str = ""
    as_of_until: str = ""
    since: str = ""
    until: str = ""
    filed_from: str = ""
    filed_to: str = ""
    granted_from: str = ""
    granted_to: str = ""


class ChoiceOut(Schema):
    value: str
    label: str
    count: int


class FacetOut(Schema):
    name: str
    label: str
    values: list[ChoiceOut]


class PatentPage(ListPage):
    """Without an index (`by_index` false) there are no facets, and the total is counted up to a cap."""

    rows: list[PatentOut]
    facets: list[FacetOut]
    by_index: bool


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


class ProblemKindOut(ProblemOut):
    """The first of its kind in the file, and how many there are."""

    count: int


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
    kinds: list[ProblemKindOut]
    problems: list[ProblemOut]
