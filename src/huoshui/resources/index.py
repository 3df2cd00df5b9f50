"""What a library entry is found by, with which weight, and where its index lies."""

from functools import cache
from pathlib import Path

from django.conf import settings

from huoshui.resources import rules
from huoshui.resources.models import LibraryEntry
from huoshui.search.public import Declaration, Document, Index, TextField

LIBRARY = Declaration(
    name="library",
    texts=(
        TextField("title", 6),
        TextField("institution", 3),
        TextField("scene", 3),
        TextField("prospects", 2),
        TextField("abstract"),
        TextField("first_claim"),
    ),
    facets=("industry", "willingness"),
    single=("maturity", "province", "city", "institution", "kind", "field"),
    ranges=("listed_on", "maturity"),
)


def library_index() -> Index:
    return _index(Path(settings.SEARCH_FOLDER))


@cache
def _index(folder: Path) -> Index:
    return Index(LIBRARY, folder)


def document(row: LibraryEntry) -> Document:
    province, city = rules.province_of(row.region), rules.city_of(row.region)
    return Document(
        id=row.pk,
        texts={one.name: getattr(row, one.name) for one in LIBRARY.texts},
        facets={
            "industry": rules.divisions(row.industries),
            "maturity": [str(row.maturity)] if row.maturity else [],
            "willingness": row.willingness,
            "province": [str(province)],
            "city": [str(city)] if city else [],
            "institution": [str(row.institution_id)],
            "kind": [row.kind],
            "field": [str(row.technical_field)] if row.technical_field else [],
        },
        ranges={"listed_on": row.listed_on, "maturity": row.maturity},
        numbers=[number for number in (row.publication_no, row.application_no) if number],
    )
