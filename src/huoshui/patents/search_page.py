"""What the page of patents draws: the search box and its fields, chips, facets with links, orders, rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from django.http import QueryDict

from huoshui.display.filters import filter_bar
from huoshui.display.listing import shown_list
from huoshui.display.parts import FilterBar, Link
from huoshui.display.query import query_url
from huoshui.patents.asking import Asked, contradictions
from huoshui.patents.facets import Facet, facets
from huoshui.patents.finding import DEPTH, EXPORTED, Choice, Found
from huoshui.patents.listings import PATENTS

SORTS = {
    "relevance": "相关度",
    "-publication_date": "最近公布",
    "publication_date": "最早公布",
    "publication_no": "公开（公告）号",
}


@dataclass(frozen=True, slots=True)
class ShownFacet:
    label: str
    choices: tuple[tuple[Choice, str], ...]  # with the link that takes the value or gives it up
    is_open: bool


def context(found: Found, asked: Asked, query: QueryDict) -> dict[str, Any]:
    if asked.by_relevance:  # no column is the one that orders
        query = query.copy()
        query["sort"] = asked.sort
    view = shown_list(PATENTS, found.page, query)
    assert view.bar is not None
    bar = _with_facets(view.bar, found, asked, query)
    here = query_url(query)
    return {
        "view": replace(view, bar=bar),
        **_form(bar, contradictions(asked)),
        "facets": [_shown(facet, choices, query, here) for facet, choices in found.facets],
        "sorts": [
            Link(label, "" if key == asked.sort else query_url(query, sort=key))
            for key, label in SORTS.items()
            if key != "relevance" or asked.text or asked.inside
        ],
        "without_index": not (found.by_index or asked.beside),
        "is_behind": found.is_behind,
        "again": here,
        "depth": DEPTH if asked.by_relevance and found.is_beyond_depth else 0,
        "exported": EXPORTED if found.page.total > EXPORTED else 0,
    }


def refused(wrong: Mapping[str, str], query: QueryDict) -> dict[str, Any]:
    """The form as it was sent, saying what is wrong; nothing was looked for."""
    return _form(filter_bar(PATENTS.filters, query), wrong) | {"refused": True}


def _form(bar: FilterBar, wrong: Mapping[str, str]) -> dict[str, Any]:
    """`faults`: all fields with what is wrong in them, or "", where anything is."""
    box, *fields = bar.inputs
    return {
        "kept": bar.kept,
        "box": box,
        "fields": fields,
        "fields_used": sum(bool(one.value) for one in fields),
        "faults": [(one, wrong.get(one.name, "")) for one in fields] if wrong else [],
    }


def _with_facets(bar: FilterBar, found: Found, asked: Asked, query: QueryDict) -> FilterBar:
    """Chosen values of facets are chips too, and "clear all" clears them."""
    cleared = QueryDict(bar.clear_url.removeprefix("?"), mutable=True)
    for facet in facets():
        cleared.pop(facet.name, None)
    chips = (*bar.chips, *_chips(found, asked, query))
    return replace(bar, chips=chips, clear_url=f"?{cleared.urlencode()}")


def _chips(found: Found, asked: Asked, query: QueryDict) -> Iterator[Link]:
    labels = {(facet.name, one.value): one.label for facet, choices in found.facets for one in choices}
    for facet in facets():
        for value in asked.chosen.get(facet.name, ()):
            label = labels.get((facet.name, value), facet.word(value))
            yield Link(f"{facet.label}：{label}", _without(query, facet.name, value))


def _shown(facet: Facet, choices: tuple[Choice, ...], query: QueryDict, here: str) -> ShownFacet:
    """`here` is the address of this list from its first row: a choice adds itself."""
    more = f"{here}&{facet.name}=" if len(here) > 1 else f"?{facet.name}="
    linked = tuple(
        (one, _without(query, facet.name, one.value) if one.chosen else f"{more}{quote_plus(one.value)}")
        for one in choices
    )
    return ShownFacet(facet.label, linked, facet.open or any(one.chosen for one in choices))


def _without(query: QueryDict, name: str, value: str) -> str:
    """Whatever case or spaces the address had round the value."""
    kept = query.copy()
    kept.setlist(name, [one for one in kept.getlist(name) if one.strip().casefold() != value.casefold()])
    return query_url(kept)
