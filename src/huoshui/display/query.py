"""Links of a list page: sorting, taking a filter away, accepting a suggestion. All of it works on the query."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from huoshui.display.parts import Column, Pager, Suggestion
from huoshui.kernel.paging import Page

# Where one is in the list loses its meaning when the list changes.
PLACE = "cursor"


def query_url(query: QueryDict, *, without: tuple[str, str] | None = None, **changes: str) -> str:
    """The same page with some of the query changed, from its first row; an empty value removes the key."""
    changed = query.copy()
    changed.pop(PLACE, None)
    if without is not None:
        name, value = without
        changed.setlist(name, [kept for kept in changed.getlist(name) if kept != value])
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    return f"?{changed.urlencode()}"


def whole_number(text: str) -> int:
    """What a form or address carries as a number; anything else, or too long for a key, is 0, which is nobody's."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def sortable(query: QueryDict, label: str, key: str, *, number: bool = False) -> Column:
    """A column whose heading sorts by `key`: first click upwards, second downwards (`?sort=-key`)."""
    current = query.get("sort", "")
    if current == key:
        return Column(label, number, query_url(query, sort=f"-{key}"), "ascending")
    if current == f"-{key}":
        return Column(label, number, query_url(query, sort=key), "descending")
    return Column(label, number, query_url(query, sort=key))


def pager(page: Page, query: QueryDict) -> Pager:
    def to(cursor: str) -> str:
        return query_url(query, cursor=cursor) if cursor else ""

    return Pager(len(page.rows), page.total, page.total_is_capped, to(page.previous), to(page.next))


def accept_suggestion(data: QueryDict, suggestions: Mapping[str, Suggestion]) -> QueryDict:
    """The posted form with the suggestion put in that the button `accept` named; else as it came.

    The page shows the form again with the value filled in; nothing is saved by this button.
    """
    name = data.get("accept", "")
    if name not in suggestions:
        return data
    filled = data.copy()
    filled.setlist(name, list(suggestions[name].values))
    return filled
