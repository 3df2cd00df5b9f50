from collections.abc import Mapping
from typing import Any

from django import forms

from huoshui.display.uploads import SUFFIXES
from huoshui.kernel import clock
from huoshui.patents.models import STANDARD, ImportRun
from huoshui.patents.rules import SOURCE_LABELS, About
from huoshui_core.standards.reading import ColumnProposal


class UploadForm(forms.Form):
    file = forms.FileField(
        label="专利清单文件",
        allow_empty_file=True,  # refused by the reader, by its name like every other file
        help_text="Excel（xlsx）、CSV、国家知识产权局 XML，或它们的 zip 包；不超过 20 MB",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    owner = forms.CharField(
        label="指定单位",
        required=False,
        max_length=200,
        help_text="文件里没有申请（专利权）人，或全部属于同一家单位时填写；一般留空，由系统按申请（专利权）人归属",
    )


class ColumnsForm(forms.Form):
    """One choice a column of the file, and what is said of the file as a whole."""

    source_kind = forms.ChoiceField(label="来源类别", choices=[("", "请选择"), *SOURCE_LABELS.items()])
    as_of = forms.DateField(
        label="数据日期",
        required=False,
        help_text="文件反映哪一天的情况；空着为今天",
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, proposal: ColumnProposal, run: ImportRun) -> None:
        super().__init__(data, initial={"source_kind": run.source_kind or "other", "as_of": run.as_of})
        self.proposal = proposal
        fields = [(field.name, field.label) for field in STANDARD.fields]
        for at, column in enumerate(proposal.columns):
            choice = forms.ChoiceField(
                label=column.heading, required=False, choices=[("", "不读取"), *fields], initial=column.field
            )
            self.fields[f"column_{at}"] = choice

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        present = {cleaned.get(f"column_{at}") for at in range(len(self.proposal.columns))}
        lacking = [field.label for field in STANDARD.fields if field.required and field.name not in present]
        lacking += ["、".join(map(self._label, group)) for group in STANDARD.one_of if not present & set(group)]
        if lacking and self.proposal.columns:
            self.add_error(None, f"还没有指明：{'；'.join(lacking)}")
        if (day := cleaned.get("as_of")) and day > clock.today():
            self.add_error("as_of", "晚于今天，请核对日期")
        return cleaned

    def _label(self, name: str) -> str:
        return STANDARD.field(name).label

    def about(self) -> About:
        chosen = self.cleaned_data
        headings = {column.heading: chosen[f"column_{at}"] for at, column in enumerate(self.proposal.columns)}
        return About(headings, chosen["source_kind"], chosen["as_of"])
