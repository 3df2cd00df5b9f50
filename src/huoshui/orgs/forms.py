"""Forms of the directory's pages; the actions have the last word on every value."""

from typing import Any

from django import forms

from huoshui.display.uploads import SUFFIXES
from huoshui.kernel import clock
from huoshui.orgs.models import INSTITUTION_TYPES, KINDS, Organisation
from huoshui.orgs.rules import place_name, region_named
from huoshui_core.reference import LINES

LINE_CHOICES = [(str(one.number), one.name) for one in LINES]
TYPE_CHOICES = [(code, label) for code, label in INSTITUTION_TYPES.items() if code]
SHEETS = tuple(one for one in SUFFIXES if one in (".xlsx", ".csv", ".txt"))


class RegionField(forms.CharField):
    """Names or code; cleans to the code."""

    def __init__(self, **more: Any) -> None:
        told = {"label": "行政区划", "help_text": "省、市、县区的名称或代码，如 湖南省长沙市"}
        super().__init__(max_length=60, **(told | more))

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        region = region_named(str(text))
        if region is None:
            raise forms.ValidationError("没有这个行政区划，请写全省、市名称")
        return region

    def prepare_value(self, value: Any) -> Any:
        return place_name(value) if isinstance(value, int) else value


class OnForm(forms.Form):
    """What holds from a day."""

    on = forms.DateField(
        label="生效日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), initial=clock.today
    )


class RenameForm(OnForm):
    name = forms.CharField(label="新名称", max_length=200, help_text="原名称保留为曾用名，仍可按它找到")
    field_order = ("name", "on")


class AliasForm(OnForm):
    name = forms.CharField(label="名称", max_length=200)
    kind = forms.ChoiceField(
        label="类别", choices=[("alias", "别名"), ("short", "简称")], initial="alias", widget=forms.RadioSelect
    )
    field_order = ("name", "kind", "on")


class EditForm(OnForm):
    institution_type = forms.ChoiceField(label="机构类型", choices=TYPE_CHOICES, widget=forms.RadioSelect)
    uscc = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    register_code = forms.CharField(
        label="主管部门标识码", max_length=20, required=False, help_text="高校为教育部学校标识码，10 位"
    )
    two_step_review = forms.BooleanField(label="盘点由院系初审后再由单位终审", required=False)

    def __init__(self, *args: Any, row: Organisation, own_only: bool, **more: Any) -> None:
        facts = ("institution_type", "uscc", "register_code", "two_step_review")
        more["initial"] = {name: getattr(row, name) for name in facts}
        super().__init__(*args, **more)
        hidden = {"uscc", "institution_type", "register_code"} if own_only else set()
        if row.kind != "institution":
            hidden |= {"institution_type", "register_code", "two_step_review"}
        for name in hidden:
            del self.fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "on"}

    field_order = ("institution_type", "uscc", "register_code", "two_step_review", "on")


class MoveForm(OnForm):
    region = RegionField()
    line = forms.ChoiceField(label="条线", choices=LINE_CHOICES)
    field_order = ("region", "line", "on")


class MoveCollegeForm(OnForm):
    parent = forms.CharField(label="调入的单位", max_length=200, help_text="单位的全称、曾用名或别名")
    field_order = ("parent", "on")


class CloseForm(OnForm):
    reason = forms.CharField(label="原因", max_length=200, help_text="如：停办、注销")
    field_order = ("reason", "on")


class FindForm(forms.Form):
    name = forms.CharField(label="重复单位的名称", max_length=200, help_text="全称、曾用名或别名")


class MergeForm(OnForm):
    other = forms.IntegerField(widget=forms.HiddenInput)
    understood = forms.BooleanField(label="我已核对：两条是同一家单位，合并后记录不能再分开")
    field_order = ("on", "understood")


class CollegesForm(forms.Form):
    names = forms.CharField(
        label="院系名称", widget=forms.Textarea(attrs={"rows": 8}), help_text="每行一个，可从表格里整列粘贴"
    )


class OpenForm(forms.Form):
    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect)
    names = forms.CharField(
        label="单位名称", widget=forms.Textarea(attrs={"rows": 3}), help_text="同一地区的多家单位可每行写一家"
    )
    region = RegionField()
    line = forms.ChoiceField(label="条线", choices=LINE_CHOICES, help_text="主管部门所属的条线")
    institution_type = forms.ChoiceField(
        label="机构类型", choices=TYPE_CHOICES, required=False, widget=forms.RadioSelect, help_text="高校院所医院填写"
    )
    uscc = forms.CharField(
        label="统一社会信用代码", max_length=18, required=False, help_text="只开设一家单位时可以填写"
    )

    def __init__(self, *args: Any, kinds: tuple[str, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == "institution" and not values.get("institution_type"):
            self.add_error("institution_type", "请选择机构类型")
        if values.get("uscc") and len(lines_of(values.get("names", ""))) > 1:
            self.add_error("uscc", "一次开设多家单位时请留空，开设后再补")
        return values


class SheetForm(forms.Form):
    file = forms.FileField(
        label="名单文件",
        allow_empty_file=True,  # refused by the reader, by its name like every other file
        help_text="Excel（xlsx）或 CSV，不超过 20 MB",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SHEETS)}),
    )


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
