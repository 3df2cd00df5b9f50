"""Records of the `patent` standard by columns: each field, what follows from others, and the rules across fields.

A row of which a fast path is not sure is left to `clean_record`, and named in `doubtful`: both ways give the same
answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from huoshui_core.standards.bulk.columns import DOUBT, Cleaner, Column, as_typed
from huoshui_core.standards.identifiers.patent_number import KIND_BY_DIGIT
from huoshui_core.standards.identifiers.publication_number import KIND_BY_LETTER
from huoshui_core.standards.model import Dataset
from huoshui_core.standards.rules import AGENCY_CODE, GRANT_DOCUMENTS_SINCE, SECOND_CLAIM

_LOOKED_AT = (
    "publication_no", "application_no", "kind", "stage", "filing_date", "publication_date", "grant_date",
    "main_class", "classes", "claims", "first_claim", "agency",
)  # fmt: skip


@dataclass(slots=True)
class PatentColumns:
    """`values`: canonical values by field, None where nothing is known. Rows in `doubtful` are not to be used."""

    values: dict[str, Column]
    doubtful: set[int]


@cache
def _cleaners(dataset: Dataset) -> dict[str, Cleaner]:
    return {field.name: Cleaner(field) for field in dataset.fields}


def clean_patents(dataset: Dataset, raw: Mapping[str, Sequence[Any]], count: int) -> PatentColumns:
    """`raw`: the cells of `count` rows by field; a field without column is missing. "" and None are no value."""
    values: dict[str, Column] = {}
    doubtful: set[int] = set()
    cleaners = _cleaners(dataset)
    for field in dataset.fields:
        cells = raw.get(field.name)
        if cells is None:
            values[field.name] = [None] * count
            doubtful.update(range(count) if field.required else ())
            continue
        typed, untypable = as_typed(cells)
        doubtful.update(untypable)
        clean = cleaners[field.name]
        column = values[field.name] = clean(typed)
        if clean.met_doubt:
            doubtful.update(index for index, value in enumerate(column) if value is DOUBT)
    certain = values | {name: [value or None for value in values[name]] for name in _LOOKED_AT} if doubtful else values
    _follow_numbers(certain, doubtful, count)
    _follow_classes(certain)
    _follow_texts(certain)
    doubtful.update(_contradictions(certain))
    return PatentColumns(certain, doubtful)


def _follow_numbers(values: dict[str, Column], doubtful: set[int], count: int) -> None:
    """Kind, stage and date of grant, where the numbers tell them and nothing contradicts them."""
    publication, application = values["publication_no"], values["application_no"]
    kinds, stages, granted = values["kind"], values["stage"], values["grant_date"]
    published = values["publication_date"]
    for index in range(count):
        number, filed_as, said = publication[index], application[index], kinds[index]
        told = by_number = KIND_BY_LETTER.get(number[-1], "") if number else None
        if filed_as:
            told = KIND_BY_DIGIT[filed_as[4] if len(filed_as) == 14 else filed_as[2]]
        if not told or by_number not in (None, told) or said not in (None, told):
            doubtful.add(index)
            continue
        kinds[index] = told
        if number:
            stage = "published" if number[-1] == "A" else "granted"
            stages[index] = stages[index] or stage
            if stage == "granted" and (day := published[index]) and day >= GRANT_DOCUMENTS_SINCE:
                granted[index] = granted[index] or day
        if granted[index]:
            stages[index] = stages[index] or "granted"


def _follow_classes(values: dict[str, Column]) -> None:
    mains, classes = values["main_class"], values["classes"]
    for index, (main, symbols) in enumerate(zip(mains, classes, strict=True)):
        if main:
            classes[index] = symbols or (main,)
        elif symbols:
            mains[index] = symbols[0]


def _follow_texts(values: dict[str, Column]) -> None:
    for index, claims in enumerate(values["claims"]):
        if claims and not values["first_claim"][index]:
            values["first_claim"][index] = SECOND_CLAIM.split(claims, 1)[0].strip()
    values["agency"] = [AGENCY_CODE.sub("", agency) if agency else agency for agency in values["agency"]]


def _contradictions(values: dict[str, Column]) -> Iterator[int]:
    names = ("filing_date", "publication_date", "grant_date", "kind", "main_class", "classes")
    for index, (filed, published, granted, *classed) in enumerate(zip(*(values[name] for name in names), strict=True)):
        if _is_out_of_order(filed, published, granted) or not _suits(*classed):
            yield index


def _is_out_of_order(filed: date | None, published: date | None, granted: date | None) -> bool:
    if filed and ((published and filed > published) or (granted and filed > granted)):
        return True
    return bool(published and granted and published > granted)


def _suits(kind: str | None, main: str | None, classes: tuple[str, ...] | None) -> bool:
    """Locarno classes begin with a digit and belong to designs alone."""
    if not main or not classes:
        return True
    is_design = kind == "design"
    return main[0].isdigit() == is_design and all(one[0].isdigit() == is_design for one in classes)
