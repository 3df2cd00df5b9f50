from django import forms

from huoshui.watches.rules import LONGEST_NAME, RHYTHMS


class WatchForm(forms.Form):
    name = forms.CharField(label="名称", max_length=LONGEST_NAME, help_text="自己看得懂就行，如“固态电池”")
    rhythm = forms.ChoiceField(
        label="有新结果时提醒",
        choices=list(RHYTHMS.items()),
        initial="weekly",
        help_text="提醒显示在首页和订阅清单里，不发邮件",
    )
