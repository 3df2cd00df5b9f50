from collections.abc import Sequence
from typing import Any

from django import forms

from huoshui.fees.rules import MOST_YEARS
from huoshui.kernel import clock
from huoshui_core.reference.fee_calendar import YearFee


class PaidForm(forms.Form):
    year = forms.TypedChoiceField(label="年度", coerce=int)
    paid_on = forms.DateField(label="缴费日期", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, owed: Sequence[YearFee] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(fee.year, f"第 {fee.year} 年度（应缴日 {fee.due_on:%Y-%m-%d}）") for fee in owed]
        self.fields["year"] = forms.TypedChoiceField(label="年度", coerce=int, choices=choices)

    @classmethod
    def of(cls, owed: Sequence[YearFee]) -> "PaidForm":
        return cls(owed=owed, initial={"year": owed[0].year if owed else None, "paid_on": clock.today().isoformat()})


class DropForm(forms.Form):
    reason = forms.CharField(
        label="拟放弃的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只是意向，不会终止专利；发明人和单位可以看到理由",
    )


class ReductionForm(forms.Form):
    years = forms.IntegerField(
        label="费用减缴年数（自授权当年起）",
        min_value=0,
        max_value=MOST_YEARS,
        help_text="已在国家知识产权局办理费用减缴备案的填 10（年限未与文件核对）；没有备案填 0。"
        "一个申请人减 85%，两个及以上减 70%",
    )
