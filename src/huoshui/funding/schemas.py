"""Shapes of the API; the fields of a project are drawn from the standard."""

from dataclasses import replace
from datetime import date
from typing import Any

from ninja import Schema

from huoshui.display.api_pages import ListPage
from huoshui.funding.rules import PROJECT_FIELDS, STANDARD
from huoshui_core.standards.draw import as_schema

ProjectIn: Any = as_schema(
    replace(
        STANDARD,
        name="funding_project",
        fields=tuple(field for field in STANDARD.fields if field.name in PROJECT_FIELDS),
        one_of=(),
        key=(),
    )
)


class FundingOut(Schema):
    """`clock` is a key of the list's filter. What is said inside the institution is null outside of it."""

    patent_id: int
    publication_no: str
    title: str
    institution: str
    is_funded: str
    state: str
    granted_on: date | None
    clock_ends_on: date | None
    clock: str
    implementation: str | None
    declared_on: date | None
    projects: list[dict[str, str]] | None


class FundingPage(ListPage):
    rows: list[FundingOut]


class DeclarationIn(Schema):
    is_funded: bool
    declared_on: date | None = None
    projects: list[ProjectIn] | None = None


class SheetDone(Schema):
    rows: int
    patents: int
    changed: int
    same: int
