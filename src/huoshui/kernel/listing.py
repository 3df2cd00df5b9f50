"""A list is declared once: columns, filters, sorts. Page, export and API are drawn from the same declaration."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Page, Sort, page

SIZES = (20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Column:
    """`text` turns a row into what is read and exported; `kind` says how a page shows it."""

    name: str
    label: str
    text: Callable[[Any], Any]
    sort: str = ""
    kind: str = "text"  # text | number | date | tag | link
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    width: int = 16
    on_page: bool = True  # wide texts are exported only


@dataclass(frozen=True, slots=True)
class Filter:
    """`apply` narrows the rows; it may raise Invalid for a value it does not know."""

    name: str
    label: str
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]
    choices: Sequence[tuple[str, str]] = ()
    kind: str = "select"  # select | text | date
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    name: str
    title: str
    columns: Sequence[Column]
    sorts: Sequence[Sort]  # the first is the default
    filters: Sequence[Filter] = ()
    empty: str = "这里还没有内容"
    empty_hint: str = ""

    def narrow(self, rows: QuerySet[Any], params: Mapping[str, str]) -> QuerySet[Any]:
        for one in self.filters:
            value = params.get(one.name, "").strip()
            if value:
                if one.choices and value not in {key for key, _ in one.choices}:
                    raise Invalid(f"“{one.label}”没有这个选项：{value}", field=one.name)
                rows = one.apply(rows, value)
        return rows

    def sort(self, params: Mapping[str, str]) -> Sort:
        """`sort=name` ascends, `sort=-name` descends; anything else is refused, not ignored."""
        asked = params.get("sort", "")
        if not asked:
            return self.sorts[0]
        for one in self.sorts:
            if asked.lstrip("-") == one.name:
                return Sort(one.name, one.field, descending=asked.startswith("-"))
        raise Invalid(f"不能按“{asked}”排序", field="sort")

    def page(self, rows: QuerySet[Any], params: Mapping[str, str]) -> Page:
        size = params.get("size", "")
        if size and (not size.isdigit() or int(size) not in SIZES):
            raise Invalid(f"每页行数可选 {'、'.join(map(str, SIZES))}", field="size")
        return page(
            self.narrow(rows, params),
            self.sort(params),
            cursor=params.get("cursor", ""),
            size=int(size or SIZES[1]),
        )

    def export(self, rows: QuerySet[Any], params: Mapping[str, str]) -> Iterator[list[Any]]:
        """All rows the filters let through, in the order shown, read in chunks."""
        sort = self.sort(params)
        prefix = "-" if sort.descending else ""
        ordered = self.narrow(rows, params).order_by(f"{prefix}{sort.field}", f"{prefix}pk")
        for row in ordered.iterator(chunk_size=1_000):
            yield [column.text(row) for column in self.columns]


@dataclass(frozen=True, slots=True)
class ListView:
    """What the table part of a page reads; every link keeps the other parameters."""

    listing: Listing
    page: Page
    params: dict[str, str]
    path: str
    exports: Sequence[str] = ("xlsx", "csv")
    active: Sequence[tuple[str, str, str]] = field(default_factory=tuple)  # label, value, link without it

    @property
    def head(self) -> list[dict[str, Any]]:
        current = self.listing.sort(self.params)
        return [
            {
                "label": column.label,
                "kind": column.kind,
                "url": self._sort_link(column, current) if column.sort else "",
                "sorted": ("desc" if current.descending else "asc") if column.sort == current.name else "",
            }
            for column in self.listing.columns
            if column.on_page
        ]

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        return [
            [
                {
                    "text": column.text(row),
                    "kind": column.kind,
                    "url": column.link(row) if column.link else "",
                    "tone": column.tone(row) if column.tone else "",
                    "label": column.label,
                }
                for column in self.listing.columns
                if column.on_page
            ]
            for row in self.page.rows
        ]

    @property
    def filters(self) -> list[dict[str, Any]]:
        return [
            {
                "name": one.name,
                "label": one.label,
                "kind": one.kind,
                "choices": one.choices,
                "placeholder": one.placeholder,
                "value": self.params.get(one.name, ""),
            }
            for one in self.listing.filters
        ]

    @property
    def next_url(self) -> str:
        return self.link(cursor=self.page.next) if self.page.next else ""

    @property
    def previous_url(self) -> str:
        return self.link(cursor=self.page.previous) if self.page.previous else ""

    @property
    def export_urls(self) -> list[tuple[str, str]]:
        return [(kind, self.link(cursor="", export=kind)) for kind in self.exports]

    def link(self, **changes: str) -> str:
        query = QueryDict(mutable=True)
        for name, value in {**self.params, **changes}.items():
            if value:
                query[name] = value
        text = query.urlencode()
        return f"{self.path}?{text}" if text else self.path

    def _sort_link(self, column: Column, current: Sort) -> str:
        turned = column.sort == current.name and not current.descending
        return self.link(sort=f"-{column.sort}" if turned else column.sort, cursor="")


def list_view(listing: Listing, rows: QuerySet[Any], params: Mapping[str, str], path: str) -> ListView:
    """`params` is request.GET (or the like); unknown parameters are dropped from the links."""
    known = {one.name for one in listing.filters} | {"sort", "size", "cursor"}
    kept = {name: params[name].strip() for name in params if name in known and params[name].strip()}
    view = ListView(listing, listing.page(rows, kept), kept, path)
    labels = {one.name: one for one in listing.filters}
    active = tuple(
        (
            labels[name].label,
            dict(labels[name].choices).get(value, value),
            view.link(**{name: "", "cursor": ""}),
        )
        for name, value in kept.items()
        if name in labels
    )
    return ListView(listing, view.page, kept, path, active=active)


def equals(field_name: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda rows, value: rows.filter(**{field_name: value})


def contains(*field_names: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    def apply(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        matches = Q()
        for name in field_names:
            matches |= Q(**{f"{name}__icontains": value})
        return rows.filter(matches)

    return apply
