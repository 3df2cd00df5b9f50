"""Shapes of the API."""

from datetime import date

from ninja import Schema


class OrganisationOut(Schema):
    id: int
    name: str
    kind: str
    institution_type: str
    region: int
    line: int
    parent_id: int | None
    uscc: str
    register_code: str
    standing: str
    merged_into_id: int | None
    two_step_review: bool
    demonstration: bool


class OrganisationPage(Schema):
    rows: list[OrganisationOut]
    next: str
    total: int
    total_is_capped: bool


class OrganisationQuery(Schema):
    """The filters of the page; `sort` as in the page's links, `cursor` from a former answer."""

    q: str = ""
    kind: str = ""
    institution_type: str = ""
    region: str = ""
    line: str = ""
    standing: str = ""
    parent: str = ""
    sort: str = ""
    cursor: str = ""
    size: str = ""


class NameOut(Schema):
    name: str
    kind: str
    since: date | None
    until: date | None


class ChangeOut(Schema):
    what: str
    before: str
    after: str
    on: date


class OrganisationDetail(OrganisationOut):
    names: list[NameOut]
    changes: list[ChangeOut]


class OpenIn(Schema):
    """`parent_id` for a college, which takes region and line of its institution."""

    name: str
    kind: str
    region: int = 0
    line: int = 9
    institution_type: str = ""
    parent_id: int | None = None
    uscc: str = ""
    aliases: tuple[str, ...] = ()


class OpenOut(Schema):
    id: int
    name: str


class RenameIn(Schema):
    name: str
    on: date
