"""Shapes of the API; the dossier's own fields are drawn from the standard."""

from dataclasses import replace
from typing import Any

from ninja import Schema

from huoshui.display.api_pages import ListPage
from huoshui.inventory import rules
from huoshui_core.standards.draw import as_schema

# Another name: rules across fields that are the patent's are the action's business, which knows the patent.
DossierValues: Any = as_schema(replace(rules.DATASET, name="dossier_values", fields=rules.FIELDS, one_of=(), key=()))


class DossierOut(Schema):
    id: int
    publication_no: str
    title: str
    institution: str
    state: str
    version: int
    responsible_name: str
    changed_at: str
    values: dict[str, Any] | None
    suggestions: dict[str, Any] | None


class DossierPage(ListPage):
    rows: list[DossierOut]


class Submission(Schema):
    """`version` is the one that was read: a stale one is refused with 409."""

    version: int
    values: DossierValues
    draft: bool = False


class Review(Schema):
    dossier_ids: list[int]
    verdict: str
    comment: str = ""


class Assignment(Schema):
    """`responsible_id`: the account of an inventor of the institution."""

    dossier_ids: list[int]
    responsible_id: int


class Done(Schema):
    count: int
