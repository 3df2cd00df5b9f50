"""Forms drawn from the data standards: a field asks the standard instead of having an opinion of its own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huoshui_core.standards import Dataset, Field, Unclean, clean

LOOKS = {
    "maturity": "scale",
    "self_grade": "stars",
    "willingness": "chips",
    "fiscal_funded": "chips",
    "implementation": "chips",
}
LONG_TEXT = 60


class StandardField(forms.Field):
    """Cleans by the standard, so form, API and Excel give the same answer to the same value."""

    def __init__(self, spec: Field, *, is_needed: bool = False) -> None:
        self.choices = _choices(spec)
        super().__init__(
            label=spec.label,
            required=spec.required or is_needed,
            widget=_widget(spec, self.choices),
            help_text="" if self.choices else spec.note or (f"例：{spec.example}" if spec.example else ""),
        )
        self.spec = spec
        self.look = LOOKS.get(spec.name, "")

    def clean(self, value: Any) -> Any:
        raw = "；".join(value) if isinstance(value, list) and self.spec.type == "names" else value
        try:
            return clean(self.spec, raw)
        except Unclean as problem:
            raise ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list | tuple) and not isinstance(self.widget, forms.CheckboxSelectMultiple):
            return "；".join(str(one) for one in value)
        return value


def _choices(spec: Field) -> list[tuple[str, str]]:
    if spec.type == "boolean":
        return [("true", "是"), ("false", "否")]
    return list(spec.codes.values.items()) if spec.codes else []


def _widget(spec: Field, choices: list[tuple[str, str]]) -> forms.Widget:
    if spec.type in {"codes", "industries"} and choices:
        return forms.CheckboxSelectMultiple(choices=choices)
    if choices:
        return forms.RadioSelect(choices=choices)
    if spec.type == "date":
        return forms.DateInput(attrs={"type": "date"})
    if spec.type == "text" and (spec.max or 0) > LONG_TEXT:
        return forms.Textarea(attrs={"rows": 3})
    return forms.TextInput()


def form_for(dataset: Dataset, names: Iterable[str], *, needed: Iterable[str] = ()) -> type[forms.Form]:
    """A form of the named fields, in the standard's order. `needed` are marked required beyond the standard."""
    wanted, marked = set(names), set(needed)
    fields = {
        field.name: StandardField(field, is_needed=field.name in marked)
        for field in dataset.fields
        if field.name in wanted
    }
    return type(f"{dataset.name.title()}Form", (forms.Form,), fields)
