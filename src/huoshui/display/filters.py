"""Filters are declared once, beside the columns of a list; what is asked, the form and its chips come from there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from huoshui.display.parts import FilterBar, FilterInput, Link
from huoshui.display.query import PLACE, query_url
from huoshui.kernel.errors import Invalid


def _told_elsewhere(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class Filter:
    """`apply` narrows the rows; it may raise Invalid for a value it does not know. `whole` is the first choice, for
    nothing in particular; "" where the first of `choices` is meant then."""

    name: str
    label: str
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]] = _told_elsewhere
    choices: Sequence[tuple[str, str]] = ()
    kind: str = "select"  # select | text | date | hidden
    placeholder: str = ""
    word: Callable[[str], str] | None = None  # how a value that was not chosen from a list reads on a chip
    whole: str = "全部"

    def offered(self) -> list[tuple[str, str]]:
        return [("", self.whole), *self.choices] if self.whole else list(self.choices)

    def read(self, value: str) -> str:
        if self.word:
            return self.word(value)
        return dict(self.choices).get(value, value)


def chosen_of(filters: Sequence[Filter], params: Mapping[str, Any]) -> dict[str, str]:
    """What is asked, by the name of the filter. Raises Invalid for a choice that is not offered."""
    asked = {one.name: str(params.get(one.name, "")).strip() for one in filters}
    for one in filters:
        value = asked[one.name]
        if "\0" in value or (value and one.choices and value not in {key for key, _ in one.choices}):
            raise Invalid(f"“{one.label}”没有这个选项：{value}", field=one.name)
    return {name: value for name, value in asked.items() if value}


def filter_bar(filters: Sequence[Filter], query: QueryDict, *, url: str = "", region: str = "list") -> FilterBar:
    """The GET form, with one removable chip for each value in force; `url` "" is the page itself."""
    cleared = query.copy()
    for name in (PLACE, *(one.name for one in filters)):
        cleared.pop(name, None)
    inputs = tuple(_input(one, query.get(one.name, "")) for one in filters if one.kind != "hidden")
    drawn = {PLACE, *(one.name for one in inputs)}
    kept = tuple((name, value) for name, values in query.lists() if name not in drawn for value in values)
    return FilterBar(inputs, tuple(_chips(filters, query)), f"?{cleared.urlencode()}", kept, region, url)


def _input(one: Filter, value: str) -> FilterInput:
    kind = "select" if one.choices else "text" if one.kind == "select" else one.kind
    return FilterInput(one.name, one.label, value, kind, tuple(one.offered()) if one.choices else (), one.placeholder)


def _chips(filters: Sequence[Filter], query: QueryDict) -> Iterator[Link]:
    for one in filters:
        for value in filter(None, query.getlist(one.name)):
            yield Link(f"{one.label}：{one.read(value)}", query_url(query, without=(one.name, value)))
