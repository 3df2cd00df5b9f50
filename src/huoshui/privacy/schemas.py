"""Shapes of the API: contacts go out masked, whoever asks."""

from ninja import Schema


class ContactOut(Schema):
    """`name`, `phone`, `email` and `other` are masked unless the unit publishes them as its office's."""

    id: int
    organisation_id: int
    organisation: str
    duty: str
    name: str
    phone: str
    email: str
    other: str
    is_office: bool


class ContactPage(Schema):
    rows: list[ContactOut]
    next: str
    total: int
    total_is_capped: bool


class ContactQuery(Schema):
    """The filters of the page; `sort` as in the page's links, `cursor` from a former answer."""

    q: str = ""
    duty: str = ""
    office: str = ""
    org: str = ""
    line: str = ""
    institution_type: str = ""
    sort: str = ""
    cursor: str = ""
    size: str = ""
