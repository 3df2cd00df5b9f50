from django import forms

from huoshui.curation import states
from huoshui.curation.actions import LONGEST_REASON

VERDICTS = [(one, states.LABELS[one]) for one in (states.SAME, states.OWN, states.NONE)]


class DecisionForm(forms.Form):
    """What one name means. `target` is a proposal, `other` the name of another institution of the directory."""

    verdict = forms.ChoiceField(label="复核结果", choices=VERDICTS, widget=forms.RadioSelect)
    target = forms.ChoiceField(label="并入哪一家（建议）", required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label="或填写目录中的单位全称", required=False, max_length=200, help_text="不在建议之列时填写，须与单位目录一致"
    )
    reason = forms.CharField(label="依据", max_length=LONGEST_REASON, help_text="如：学校官网、法人证书、来函")

    def __init__(self, *args: object, proposals: list[dict[str, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(one["id"]), f"{one['name']}（{one['score']} 分）") for one in proposals]
        target = self.fields["target"]
        assert isinstance(target, forms.ChoiceField)
        target.choices = [("", "不在建议之列"), *choices]
