"""Shapes of the API."""

from datetime import date

from ninja import Schema

from huoshui.display.api_pages import ListPage


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


class OrganisationPage(ListPage):
    rows: list[OrganisationOut]


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
