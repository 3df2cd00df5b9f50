"""Shapes of the API. What an entry says is what its institution has made public, and nothing else."""

from datetime import date

from ninja import Schema

from huoshui.display.api_pages import ListPage


class EntryOut(Schema):
    number: str
    publication_no: str
    application_no: str
    kind: str
    title: str
    abstract: str
    first_claim: str
    classes: list[str]
    institution: str
    region: int
    industries: list[str]
    scene: str
    prospects: str
    maturity: int | None
    willingness: list[str]
    implementation: str
    legal_status: str
    expires_on: date | None
    as_of: date
    listed_on: date
    demonstration: bool


class FacetValue(Schema):
    value: str
    label: str
    count: int


class CatalogueOut(Schema):
    """`next` is the cursor of the following page, "" on the last one that can be reached."""

    rows: list[EntryOut]
    total: int
    next: str
    facets: dict[str, list[FacetValue]]


class LibraryRow(Schema):
    id: int
    number: str
    title: str
    institution: str
    status: str
    reason: str
    reason_text: str
    listed_on: date


class LibraryOut(ListPage):
    rows: list[LibraryRow]


class Withdrawal(Schema):
    reason: str


class Done(Schema):
    count: int
