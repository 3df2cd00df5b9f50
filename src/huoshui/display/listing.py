"""A list is declared once: columns, filters, sorts. Page, export and API are drawn from the same declaration."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from huoshui.display import parts
from huoshui.display.filters import Filter, chosen_of, filter_bar
from huoshui.display.query import pager, query_url, sortable, whole_number
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Page, Sort, page

SIZES = (20, 50, 100, 200)
NOTHING_YET = parts.Empty("这里还没有内容")
EXPORTS = (("xlsx", "Excel"), ("csv", "CSV"))


@dataclass(frozen=True, slots=True)
class Column:
    """`text` turns a row into what is read and exported. With `tone` a page shows it as a tag."""

    name: str
    label: str
    text: Callable[[Any], Any]
    sort: str = ""
    number: bool = False
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], parts.Tone] | None = None
    note: Callable[[Any], str] | None = None
    width: int = 16
    on_page: bool = True  # wide texts are exported only
    phone: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """`row_link` opens a row; the first sort is the default. `choose` is the name of the rows' tick boxes."""

    name: str
    title: str
    columns: Sequence[Column]
    sorts: Sequence[Sort]
    filters: Sequence[Filter] = ()
    row_link: Callable[[Any], str] | None = None
    choose: str = ""
    empty: parts.Empty = NOTHING_YET

    def narrow(self, rows: QuerySet[Any], params: Mapping[str, str]) -> QuerySet[Any]:
        asked = chosen_of(self.filters, params)
        for one in self.filters:
            if one.name in asked:
                rows = one.apply(rows, asked[one.name])
        return rows

    def sort(self, params: Mapping[str, str]) -> Sort:
        """`sort=name` ascends, `sort=-name` descends; anything else is refused, not ignored."""
        asked = params.get("sort", "")
        if not asked:
            return self.sorts[0]
        for one in self.sorts:
            if asked.removeprefix("-") == one.name:
                return Sort(one.name, one.field, descending=asked.startswith("-"))
        raise Invalid(f"不能按“{asked}”排序", field="sort")

    def page(self, rows: QuerySet[Any], params: Mapping[str, str]) -> Page:
        size = params.get("size", "")
        if size and whole_number(size) not in SIZES:
            raise Invalid(f"每页行数可选 {'、'.join(map(str, SIZES))}", field="size")
        narrowed = self.narrow(rows, params)
        return page(narrowed, self.sort(params), cursor=params.get("cursor", ""), size=int(size or SIZES[1]))

    def export(self, rows: QuerySet[Any], params: Mapping[str, str]) -> Iterator[list[Any]]:
        """All rows the filters let through, in the order shown, read in chunks."""
        sort = self.sort(params)
        prefix = "-" if sort.descending else ""
        ordered = self.narrow(rows, params).order_by(f"{prefix}{sort.field}", f"{prefix}pk")
        for row in ordered.iterator(chunk_size=1_000):
            yield [column.text(row) for column in self.columns]


@dataclass(frozen=True, slots=True)
class ListView:
    """What `parts/list.html` draws: the filter bar, the table, the keyset pager."""

    page: Page
    table: parts.Table
    bar: parts.FilterBar | None


def list_view(listing: Listing, rows: QuerySet[Any], query: QueryDict) -> ListView:
    """`query` is request.GET; links keep everything in it."""
    return shown_list(listing, listing.page(rows, {name: str(query[name]) for name in query}), query)


def shown_list(listing: Listing, found: Page, query: QueryDict) -> ListView:
    """For rows that were found otherwise, by a search."""
    shown = [column for column in listing.columns if column.on_page]
    table = parts.Table(
        columns=tuple(_head(column, listing, query) for column in shown),
        rows=tuple(_row(listing, shown, row) for row in found.rows),
        pager=pager(found, query),
        exports=tuple(parts.Link(label, query_url(query, export=kind)) for kind, label in EXPORTS),
        empty=listing.empty,
        choose=listing.choose,
    )
    bar = filter_bar(listing.filters, query) if listing.filters else None
    return ListView(found, table, bar)


def _head(column: Column, listing: Listing, query: QueryDict) -> parts.Column:
    if not column.sort:
        return parts.Column(column.label, column.number, phone=column.phone)
    if not query.get("sort") and listing.sorts[0].name == column.sort:
        query = query.copy()
        query["sort"] = f"-{column.sort}" if listing.sorts[0].descending else column.sort
    return sortable(query, column.label, column.sort, number=column.number)


def _row(listing: Listing, columns: Sequence[Column], row: Any) -> parts.Row:
    link = listing.row_link(row) if listing.row_link else ""
    return parts.Row(tuple(_cell(column, row) for column in columns), link, str(row.pk))


def _cell(column: Column, row: Any) -> parts.Cell:
    value = column.text(row)
    return parts.Cell(
        value,
        column.link(row) if column.link else "",
        parts.Tag(str(value), column.tone(row)) if column.tone and value else None,
        column.note(row) if column.note else "",
    )


def page_of(name: str, key: str = "pk") -> Callable[[Any], str]:
    """Where a row opens. The address is asked for once: row by row it is a twentieth of the page."""

    @cache
    def halves() -> list[str]:
        return reverse(name, args=[0]).rsplit("0", 1)

    def link(row: Any) -> str:
        return str(getattr(row, key)).join(halves())

    return link


def equals(field_name: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda rows, value: rows.filter(**{field_name: value})


def contains(*field_names: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        matches = Q()
        for name in field_names:
            matches |= Q(**{f"{name}__icontains": value})
        return rows.filter(matches)

    return apply
