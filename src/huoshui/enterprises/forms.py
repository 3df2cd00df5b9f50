from django import forms

from huoshui.display.standard_forms import form_for
from huoshui.enterprises.rules import STANDARD, STATED


class OwnProfileForm(form_for(STANDARD, STATED)):  # type: ignore[misc]
    """What the enterprise states about itself; `version` is the one it was read at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
