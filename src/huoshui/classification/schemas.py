"""Shapes of the API."""

from ninja import Schema


class AttributionOut(Schema):
    """`weight`: shares of a scheme add up to 1. `basis`: the symbols of the patent that led here."""

    scheme: str
    code: str
    label: str
    weight: float
    basis: list[str]
    version: str
    standing: str


class Classes(Schema):
    classes: list[str]
    main_class: str = ""
    title: str = ""
    abstract: str = ""


class SumOut(Schema):
    code: str
    label: str
    patents: int
    share: float


class FiguresOut(Schema):
    scheme: str
    version: str
    standing: str
    rows: list[SumOut]


class EditionOut(Schema):
    id: int
    table: str
    title: str
    edition: str
    standing: str
    entries: int
    active: bool
    loaded_at: str
