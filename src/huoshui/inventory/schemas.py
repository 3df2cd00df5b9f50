"""Shapes of the API, drawn from the standard."""

from typing import Any

from ninja import Schema


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


class DossierPage(Schema):
    rows: list[DossierOut]
    next: str
    total: int
    total_is_capped: bool


class Submission(Schema):
    """`values`: the dossier's own fields as in the data standard; `version`: the one that was read."""

    version: int
    values: dict[str, Any]
    draft: bool = False


class Review(Schema):
    dossier_ids: list[int]
    verdict: str
    comment: str = ""


class Done(Schema):
    count: int
