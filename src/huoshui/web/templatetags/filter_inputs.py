"""The inputs of a GET form over a list: no errors, no help, many of them."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from huoshui.display.parts import FilterInput
from huoshui.web.drawing import NOTHING, filled, joined

register = template.Library()
SELECTED = SafeString(" selected")


@register.simple_tag
def filter_inputs(inputs: Iterable[FilterInput]) -> SafeString:
    return joined((_labelled(one) for one in inputs), "\n")


@register.simple_tag
def filter_control(one: FilterInput) -> SafeString:
    """Without its label, which belongs to `id_` and the name."""
    if one.kind == "select":
        options = joined(_option(value, label, one.value) for value, label in one.choices)
        return filled('<select name="{0}" class="form-select" id="id_{0}">{1}</select>', one.name, options)
    said = [
        filled(' {}="{}"', name, text)
        for name, text in (("value", one.value), ("placeholder", one.placeholder))
        if text
    ]
    return filled('<input type="{0}" name="{1}"{2} class="form-control" id="id_{1}">', one.kind, one.name, joined(said))


def _labelled(one: FilterInput) -> SafeString:
    return filled(
        '<div class="hs-filter hs-filter-{}"><label for="id_{}">{}</label>{}</div>',
        one.kind,
        one.name,
        one.label,
        filter_control(one),
    )


def _option(value: str, label: str, chosen: str) -> SafeString:
    return filled('<option value="{}"{}>{}</option>', value, SELECTED if value == chosen else NOTHING, label)
