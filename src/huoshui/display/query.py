"""Links of a list page: sorting, taking a filter away, accepting a suggestion. All of it works on the query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.forms import BoundField, Form
from django.http import QueryDict

from huoshui.display.parts import Column, FilterBar, Link, Pager, Suggestion
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


def filter_bar(form: Form, query: QueryDict, *, url: str = "", region: str = "list") -> FilterBar:
    """The bar for a GET form, with one removable chip for each value in force; `url` "" is the page itself.

    A hidden field shows a chip where its form field has a `word`, which turns the value into what is read.
    """
    cleared = query.copy()
    for name in (*(bound.name for bound in _told(form)), PLACE):
        cleared.pop(name, None)
    kept = tuple((name, value) for name, values in cleared.lists() if name not in form.fields for value in values)
    return FilterBar(form, tuple(_chips(form, query)), f"?{cleared.urlencode()}", kept, region, url)


def _told(form: Form) -> list[BoundField]:
    return [*form.visible_fields(), *(bound for bound in form.hidden_fields() if getattr(bound.field, "word", None))]


def _chips(form: Form, query: QueryDict) -> Iterable[Link]:
    for bound in _told(form):
        labels = {str(value): str(label) for value, label in getattr(bound.field, "choices", [])}
        word = getattr(bound.field, "word", None)
        for value in filter(None, query.getlist(bound.name)):
            shown = word(value) if word else labels.get(value, value)
            yield Link(f"{bound.label}：{shown}", query_url(query, without=(bound.name, value)))


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
