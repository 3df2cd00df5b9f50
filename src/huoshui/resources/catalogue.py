"""Searching the public catalogue: the query's words, facets with counts, pages. The table has the last word.

The index proposes; an entry is shown only if PostgreSQL still lists it, and totals leave out what has gone since.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from huoshui.kernel.errors import Invalid
from huoshui.orgs import public as orgs
from huoshui.resources import labels, queries
from huoshui.resources.index import library_index
from huoshui.resources.models import LibraryEntry
from huoshui.search.public import Hits, IndexMissing, Query, is_searchable

SIZE = 20
DEPTH = 1_000  # rows that pages and exports reach; whoever needs more narrows the search
SORTS = {"relevance": "相关度", "newest": "最近入库", "maturity": "技术成熟度"}
ORDERS = {"relevance": "", "newest": "-listed_on", "maturity": "-maturity"}


@dataclass(frozen=True, slots=True)
class Facet:
    """`fixed` orders values by code instead of by count; at most `size` values are offered."""

    name: str
    label: str
    title: Callable[[str], str]
    fixed: bool = False
    size: int = 40


FACETS = (
    Facet("industry", "产业领域", labels.industry_name),
    Facet("maturity", labels.MATURITY.label, lambda key: labels.code(labels.MATURITY, key), fixed=True),
    Facet("willingness", "转化方式", lambda key: labels.code(labels.WILLINGNESS, key)),
    Facet("province", "省份", labels.region_name),
    Facet("city", "城市", labels.region_name),
    Facet("institution", "单位", str),  # named from the directory in `_titles`
    Facet("kind", labels.KIND.label, lambda key: labels.code(labels.KIND, key)),
    Facet("field", "技术领域（WIPO）", labels.technical_field_name),
)
NAMES = tuple(one.name for one in FACETS)


@dataclass(frozen=True, slots=True)
class Search:
    """`unheard` is what was typed without a letter or figure to look for."""

    text: str
    filters: Mapping[str, tuple[str, ...]]
    sort: str
    offset: int = 0
    size: int = SIZE
    unheard: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`next` and `previous` are offsets, None where there is no page. `capped`: more was found than pages reach."""

    search: Search
    total: int
    entries: Sequence[LibraryEntry]
    facets: Mapping[str, Sequence[Choice]]

    @property
    def next(self) -> int | None:
        following = self.search.offset + self.search.size
        return following if following < min(self.total, DEPTH) else None

    @property
    def previous(self) -> int | None:
        return max(self.search.offset - self.search.size, 0) if self.search.offset else None

    @property
    def capped(self) -> bool:
        return self.total > DEPTH


def search_from(params: QueryDict) -> Search:
    """Raises Invalid for a sort or place nobody offered; empty values count as absent."""
    typed = params.get("q", "").strip()
    text, unheard = (typed, "") if is_searchable(typed) else ("", typed)
    sort = params.get("sort", "") or ("relevance" if text else "newest")
    if sort not in SORTS:
        raise Invalid(f"不能按“{sort}”排序", field="sort")
    cursor = params.get("cursor", "") or "0"
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 6 and int(cursor) < DEPTH):
        raise Invalid(f"只能翻看前 {DEPTH} 件，请缩小检索范围", field="cursor")
    filters = {name: tuple(dict.fromkeys(filter(None, params.getlist(name)))) for name in NAMES}
    chosen = {name: values[:50] for name, values in filters.items() if values}
    return Search(text, chosen, sort, int(cursor), unheard=unheard)


def find(search: Search) -> Found:
    hits = _ask(search, facets=NAMES, offset=search.offset, limit=search.size)
    entries = queries.listed_in_order(hits.ids)
    missing = len(hits.ids) - len(entries)  # only an index put back from an older copy makes this differ from 0
    titles = _titles(hits)
    facets = {
        one.name: _choices(one, hits.facets[one.name], search.filters.get(one.name, ()), titles) for one in FACETS
    }
    return Found(search, hits.total - missing, entries, facets)


def found_ids(search: Search) -> Sequence[int]:
    """Ids in the order shown, as far as pages reach; for exports."""
    return _ask(search, facets=(), offset=0, limit=DEPTH).ids


def _ask(search: Search, *, facets: Sequence[str], offset: int, limit: int) -> Hits:
    query = Query(
        text=search.text,
        filters=search.filters,
        facets=facets,
        sort=ORDERS[search.sort] if search.text or search.sort != "relevance" else ORDERS["newest"],
        limit=limit,
        offset=offset,
        exclude=queries.gone_but_indexed(),
        facet_size=max(one.size for one in FACETS),
    )
    try:
        return library_index().search(query)
    except IndexMissing:
        if queries.listed().exists():
            raise
        return Hits(0, (), {name: [] for name in facets})


def _titles(hits: Hits) -> dict[str, str]:
    ids = [int(value) for value, _ in hits.facets["institution"]]
    return {str(key): name for key, name in orgs.names(ids).items()}


def _choices(
    facet: Facet, counted: Sequence[tuple[str, int]], chosen: Sequence[str], institutions: Mapping[str, str]
) -> list[Choice]:
    """What is chosen stays visible even where it now counts nothing, so that it can be taken away."""
    found = dict(counted) | {value: 0 for value in chosen if value not in dict(counted)}
    ordered: Iterator[tuple[str, int]] = iter(found.items())
    if facet.fixed:
        ordered = iter(sorted(found.items()))
    return [
        Choice(
            value,
            institutions.get(value, value) if facet.name == "institution" else facet.title(value),
            n,
            value in chosen,
        )
        for value, n in ordered
    ]
