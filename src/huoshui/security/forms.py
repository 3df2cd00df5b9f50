from django import forms

from huoshui.kernel.policy import Policy
from huoshui.security.rules import MOST_HOURS, SHORTEST_REASON


class WhoForm(forms.Form):
    """A GET form: which thing, and in which organisation."""

    permission = forms.ChoiceField(label="要做的事", required=False)
    organisation = forms.ChoiceField(label="在哪家单位", required=False)

    def __init__(self, data: object, *, organisations: list[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        things = sorted((line.name, line.label) for line in Policy.registry.values())
        self.fields["permission"].choices = [("", "请选择"), *things]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(str(key), name) for key, name in organisations]  # type: ignore[attr-defined]


class BreakGlassForm(forms.Form):
    organisation = forms.CharField(label="被查看的单位", max_length=200, help_text="单位全称，限高校、科研机构和医院")
    reason = forms.CharField(
        label="事由",
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="被查看的单位会看到这段话",
    )
    hours = forms.TypedChoiceField(
        label="时长", coerce=int, choices=[(one, f"{one} 小时") for one in range(1, MOST_HOURS + 1)]
    )
