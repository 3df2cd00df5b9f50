"""Inputs drawn in Python say what Django's templates say."""

import pytest
from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates

from huoshui.web.inputs import Inputs


class Asked(forms.Form):
    word = forms.CharField(max_length=9, widget=forms.TextInput(attrs={"placeholder": 'a"<b&', "hidden": False}))
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(widget=forms.HiddenInput, initial="x&y")
    kind = forms.ChoiceField(choices=[("a", "A")])


def drawn(renderer: BaseRenderer, data: dict[str, str] | None) -> list[str]:
    return [bound.as_widget(attrs={"class": "form-control"}) for bound in Asked(data, renderer=renderer)]


@pytest.mark.parametrize("data", [None, {"word": "<&'\">", "day": "2020-01-01", "place": ""}])
def test_an_input_says_what_the_template_says(data: dict[str, str] | None) -> None:
    assert drawn(Inputs(), data) == drawn(DjangoTemplates(), data)
