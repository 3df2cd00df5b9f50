from django import forms

from huoshui.display.uploads import SUFFIXES


class UploadForm(forms.Form):
    file = forms.FileField(
        label="法律事件或年费清单",
        allow_empty_file=True,  # refused by the reader, by its name like every other file
        help_text="Excel（xlsx）、CSV，或它们的 zip 包；不超过 20 MB。由栏目自动判断是法律状态清单还是年费清单",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    as_of = forms.DateField(
        label="清单日期",
        required=False,
        help_text="从专利登记簿或数据库导出这份清单的日期。年费清单请务必填写：没有日期的清单不会据以推算专利权终止",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
