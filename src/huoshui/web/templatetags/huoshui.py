"""The few filters that every page may need. A room's own wording does not belong here."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from huoshui_core import standards

register = template.Library()

NOTHING = "—"
CONTROL_CLASS = {
    "checkbox": "form-check-input",
    "select": "form-select",
    "selectmultiple": "form-select",
    "nullbooleanselect": "form-select",
    "hidden": "",
}


@register.filter
def thousands(value: Any) -> str:
    """1234567 → "1,234,567"; decimals stay as they are; None → "—"."""
    if value is None or value == "":
        return NOTHING
    return f"{value:,}" if isinstance(value, int | float) else str(value)


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """A share of one: 0.686 → "68.6%"."""
    return NOTHING if value is None else f"{value * 100:.{digits}f}%"


@register.filter
def shown(value: Any) -> str:
    """What a person reads for a value: 是/否 for truth, a list joined by 、, "—" for nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value == "" or value == () or value == []:
        return NOTHING
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    return str(value)


@register.simple_tag
def code_label(dataset: str, field: str, code: str | None) -> str:
    """The label of a code in a field of a standard; a code the list does not know is shown as it is."""
    codes = standards.load(dataset).field(field).codes
    if not code or codes is None:
        return shown(code)
    return codes.values.get(code, code)


@register.filter
def control(bound: BoundField) -> SafeString:
    """The field's input with the house's look; label, help and errors are the part's business."""
    css = CONTROL_CLASS.get(bound.widget_type, "form-control")
    if bound.errors:
        css += " is-invalid"
    return bound.as_widget(attrs={"class": css.strip()})
