"""Shapes of the API: contacts go out masked, whoever asks."""

from ninja import Schema

from huoshui.display.api_pages import ListPage


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


class ContactPage(ListPage):
    rows: list[ContactOut]
