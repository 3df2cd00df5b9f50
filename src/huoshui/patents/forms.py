from django import forms

from huoshui.display.uploads import SUFFIXES


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
