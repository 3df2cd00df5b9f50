"""The rows of a list and the choices beside it, drawn in Python: five times as fast as the template language, and they
are most of the pages.

Everything goes through `_filled`, so every value is escaped. Django's format_html asks each value whether it is lazy,
which costs more than all the rest on a page of a thousand cells, and so does its mark_safe; texts of a table are not
lazy.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

from huoshui.display.parts import Cell, Column, Row, Table
from huoshui.web.templatetags.huoshui import shown, thousands

register = template.Library()
SHORT = 13  # characters that stay on one line of a phone's card
EMPTY = SafeString("")


def _filled(pattern: str, *values: object) -> SafeString:
    return SafeString(pattern.format(*[one if type(one) is SafeString else escape(str(one)) for one in values]))


def _joined(parts: Iterable[SafeString], between: str = "") -> SafeString:
    return SafeString(between.join(parts))


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The `<tr>`s of `parts/table.html`."""
    return _joined((_row(table, row) for row in table.rows), "\n")


@register.simple_tag
def facet_choices(choices: Iterable[tuple[Any, str]], rel: str = "") -> SafeString:
    """The `<li>`s of a facet: label and count of each choice, and the address that takes it or gives it up."""
    said = _filled(' rel="{}"', rel) if rel else EMPTY
    return _joined(_choice(choice, url, said) for choice, url in choices)


def _choice(choice: Any, url: str, said: SafeString) -> SafeString:
    current = SafeString(' aria-current="true"') if choice.chosen else EMPTY
    count = thousands(choice.count)
    return _filled('<li><a href="{}"{}{}>{} <span>{}</span></a></li>', url, said, current, choice.label, count)


def _row(table: Table, row: Row) -> SafeString:
    cells = zip(table.columns, row.cells, strict=True)
    drawn = _joined(_cell(column, cell, row if place == 0 else None) for place, (column, cell) in enumerate(cells))
    linked = SafeString(' class="hs-linked"') if row.url else EMPTY
    return _filled("<tr{}>{}{}</tr>", linked, _pick(table, row), drawn)


def _pick(table: Table, row: Row) -> SafeString:
    if not table.choose:
        return EMPTY
    return _filled(
        '<td class="hs-pick"><input class="form-check-input" type="checkbox" name="{}" value="{}" '
        'aria-label="选择 {}"></td>',
        table.choose,
        row.key,
        shown(row.cells[0].value),
    )


def _cell(column: Column, cell: Cell, lead: Row | None) -> SafeString:
    """`lead` is the row when this is its first cell, which carries the row's link."""
    read = shown(cell.value)
    text = thousands(cell.value) if column.number and not (lead and lead.url) else read
    classes = [
        "hs-number" if column.number else "",
        "hs-lead" if lead is not None else "",
        "" if column.phone else "hs-wide-only",
        "hs-short" if len(read) < SHORT else "",
    ]
    note = _filled(' <small class="hs-quiet">{}</small>', cell.note) if cell.note else EMPTY
    return _filled(
        '<td data-label="{}" class="{}">{}{}</td>',
        column.label,
        " ".join(filter(None, classes)),
        _content(cell, text, lead),
        note,
    )


def _content(cell: Cell, text: str, lead: Row | None) -> SafeString | str:
    if lead is not None and lead.url:
        return _filled('<a class="hs-row-link" href="{}">{}</a>', lead.url, text)
    if cell.tag:
        return _filled('<span class="hs-tag hs-tone-{}">{}</span>', cell.tag.tone, cell.tag.label)
    if cell.url and cell.value is not None:
        return _filled('<a href="{}">{}</a>', cell.url, text)
    return text
