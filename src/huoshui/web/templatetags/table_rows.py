"""The rows of a list and the choices beside it: they are most of the pages, so they are drawn in Python."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

from huoshui.display.parts import Cell, Column, Row, Table
from huoshui.web.drawing import NOTHING, filled, joined
from huoshui.web.templatetags.huoshui import shown, thousands

register = template.Library()
SHORT = 13  # characters that stay on one line of a phone's card
LINKED = ' class="hs-linked"'
CURRENT = ' aria-current="true"'


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The `<tr>`s of `parts/table.html`."""
    openings = [_opening(column) for column in table.columns]
    return joined([_row(table, row, openings) for row in table.rows], "\n")


@register.simple_tag
def facet_choices(choices: Iterable[tuple[Any, str]], rel: str = "") -> SafeString:
    """The `<li>`s of a facet: label and count of each choice, and the address that takes it or gives it up."""
    said = filled(' rel="{}"', rel) if rel else NOTHING
    return SafeString("".join([_choice(choice, url, said) for choice, url in choices]))


def _choice(choice: Any, url: str, said: SafeString) -> str:
    current = CURRENT if choice.chosen else ""
    return f'<li><a href="{escape(url)}"{said}{current}>{escape(choice.label)} <span>{choice.count:,}</span></a></li>'


def _opening(column: Column) -> SafeString:
    """What all cells of a column begin with, up to the class names that their values decide."""
    classes = ("hs-number" * column.number, "" if column.phone else "hs-wide-only")
    return filled('<td data-label="{}" class="{}', column.label, " ".join(filter(None, classes)))


def _row(table: Table, row: Row, openings: Sequence[SafeString]) -> SafeString:
    cells = zip(table.columns, openings, row.cells, strict=True)
    drawn = "".join(
        [_cell(column, opening, cell, row if not n else None) for n, (column, opening, cell) in enumerate(cells)]
    )
    return SafeString(f"<tr{LINKED if row.url else ''}>{_pick(table, row)}{drawn}</tr>")


def _pick(table: Table, row: Row) -> SafeString:
    if not table.choose:
        return NOTHING
    return filled(
        '<td class="hs-pick"><input class="form-check-input" type="checkbox" name="{}" value="{}" '
        'aria-label="选择 {}"></td>',
        table.choose,
        row.key,
        shown(row.cells[0].value),
    )


def _cell(column: Column, opening: SafeString, cell: Cell, lead: Row | None) -> str:
    """`lead` is the row when this is its first cell, which carries the row's link."""
    read = shown(cell.value)
    text = thousands(cell.value) if column.number and not (lead and lead.url) else read
    more = f"{' hs-lead' if lead else ''}{' hs-short' if len(read) < SHORT else ''}"
    note = filled(' <small class="hs-quiet">{}</small>', cell.note) if cell.note else ""
    return f'{opening}{more}">{_content(cell, text, lead)}{note}</td>'


def _content(cell: Cell, text: str, lead: Row | None) -> str:
    if lead is not None and lead.url:
        return f'<a class="hs-row-link" href="{escape(lead.url)}">{escape(text)}</a>'
    if cell.tag:
        return f'<span class="hs-tag hs-tone-{cell.tag.tone}">{escape(cell.tag.label)}</span>'
    if cell.url and cell.value is not None:
        return filled('<a href="{}">{}</a>', cell.url, text)
    return escape(text)
