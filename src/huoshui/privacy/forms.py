from django import forms

from huoshui.privacy import rules
from huoshui.privacy.assessing import MOST_DAYS


class ContactForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=rules.LONGEST["name"])
    duty = forms.CharField(
        label="职务/职责",
        max_length=rules.LONGEST["duty"],
        required=False,
        help_text="例：" + "、".join(rules.DUTIES[:3]),
    )
    phone = forms.CharField(label="电话", max_length=rules.LONGEST["phone"], required=False)
    email = forms.CharField(label="邮箱", max_length=rules.LONGEST["email"], required=False)
    other = forms.CharField(
        label="其他联系方式", max_length=rules.LONGEST["other"], required=False, help_text="如微信；请不要填写身份证号"
    )


class UnitContactForm(ContactForm):
    is_office = forms.BooleanField(label="这是单位对外公布的办公联系方式（不遮盖）", required=False)
    told = forms.BooleanField(label="已告知本人登记的内容、用途和查看、更正、撤回的办法")


class EditContactForm(UnitContactForm):
    """What is left empty stays: the form never has to show a number."""

    name = forms.CharField(label="姓名", max_length=rules.LONGEST["name"], required=False, help_text="空着表示不改")
    told = None  # type: ignore[assignment]  # so Django takes a field away


class RevealForm(forms.Form):
    why = forms.ChoiceField(label="事由", choices=list(rules.REVEAL_REASONS.items()), required=False)


class ExportForm(forms.Form):
    why = forms.ChoiceField(label="事由", choices=[(k, v) for k, v in rules.REVEAL_REASONS.items() if k])


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label="事项", choices=list(rules.REQUESTS.items()))
    field = forms.ChoiceField(label="更正哪一项", choices=[("", "—"), *rules.CORRECTABLE.items()], required=False)
    wanted = forms.CharField(label="更正为", max_length=64, required=False)
    text = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(forms.Form):
    sure = forms.BooleanField(label="我已知道哪些内容会删除、哪些会留下，确认注销账号")


class RetentionForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)
    days = forms.IntegerField(label="保存天数", min_value=0, max_value=MOST_DAYS)


def _long(label: str, note: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=4000, help_text=note, widget=forms.Textarea(attrs={"rows": 6})
    )


class AssessmentForm(forms.Form):
    """The three questions of PIPL 56 and what leads to them."""

    title = forms.CharField(label="评估事项", max_length=100)
    processing = _long("处理活动", "处理什么信息、谁的、从哪里来、给谁、存多久")
    purpose = _long("处理目的、方式是否合法、正当、必要")
    risks = _long("对个人权益的影响及安全风险")
    measures = _long("保护措施是否合法、有效并与风险程度相适应")
    conclusion = _long("评估结论")
    review_on = forms.DateField(label="下次复评日期", widget=forms.DateInput(attrs={"type": "date"}))
