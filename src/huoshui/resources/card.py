"""A published patent as a card a small firm can read: what for, what it does, how far, on which terms, whom to ask."""

from collections.abc import Mapping
from typing import Any

from huoshui.display.parts import Fact, Tag
from huoshui.resources import labels
from huoshui.resources.models import LibraryEntry

SOURCE = "单位盘点后公布；著录项目来自公开的专利文献，以国家知识产权局专利登记簿为准"
DESCRIPTION_LENGTH = 150


def tags(row: LibraryEntry) -> list[Tag]:
    shown = [Tag(labels.code(labels.KIND, row.kind), "info")]
    if row.maturity:
        shown.append(Tag(labels.code(labels.MATURITY, row.maturity)))
    return shown + [Tag(labels.code(labels.WILLINGNESS, one), "good") for one in row.willingness]


def description(row: LibraryEntry) -> str:
    """For search engines: one sentence of what it is and the beginning of what it does."""
    whole = f"{row.institution}可转化专利：{row.title}。{row.scene}{'。' if row.scene else ''}{row.abstract}"
    return whole if len(whole) <= DESCRIPTION_LENGTH else whole[: DESCRIPTION_LENGTH - 1] + "…"


def stage_facts(row: LibraryEntry) -> list[Fact]:
    return [
        labels.fact(labels.MATURITY, labels.code(labels.MATURITY, row.maturity) or labels.NOT_STATED),
        labels.fact(labels.IMPLEMENTATION, labels.code(labels.IMPLEMENTATION, row.implementation) or labels.NOT_STATED),
        Fact("产业领域", [labels.industry_name(one) for one in row.industries]),
    ]


def right_facts(row: LibraryEntry) -> list[Fact]:
    return [
        labels.fact(labels.WILLINGNESS, labels.codes(labels.WILLINGNESS, row.willingness)),
        labels.fact(labels.LEGAL_STATUS, labels.code(labels.LEGAL_STATUS, row.legal_status) or labels.NOT_STATED),
        Fact("保护期限届满日", row.expires_on or labels.NOT_STATED),
    ]


def document_facts(row: LibraryEntry) -> list[Fact]:
    field = labels.technical_field_name(row.technical_field)
    return [
        Fact(labels.PATENT.field("publication_no").label, row.publication_no),
        Fact(labels.PATENT.field("application_no").label, row.application_no),
        Fact(labels.PATENT.field("classes").label, row.classes),
        *([Fact("技术领域（WIPO）", field)] if field else []),
    ]


def context(row: LibraryEntry) -> Mapping[str, Any]:
    return {
        "entry": row,
        "tags": tags(row),
        "description": description(row),
        "stage": stage_facts(row),
        "rights": right_facts(row),
        "document": document_facts(row),
        "place": labels.place(row.region),
        "source": SOURCE,
        "as_of": row.as_of,
    }
