from django import forms

from huoshui.display.standard_forms import form_for
from huoshui.funding.rules import PROJECT_FIELDS, STANDARD

DeclareForm = form_for(STANDARD, ("is_funded", "declared_on"), needed=("is_funded",))
ProjectForm = form_for(STANDARD, PROJECT_FIELDS)


class ReasonForm(forms.Form):
    text = forms.CharField(
        label="没有实施的理由",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="什么算正当理由，现行文件没有规定；请写明事实，如技术成熟度、市场条件、已做的推广",
    )


class SheetForm(forms.Form):
    file = forms.FileField(label="声明表格（xlsx 或 csv）")
    move = forms.ChoiceField(
        label="做什么",
        choices=[("check", "先检查，不写入"), ("write", "检查并写入")],
        initial="check",
        widget=forms.RadioSelect,
    )
