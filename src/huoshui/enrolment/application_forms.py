"""Parts that the public forms share: the wanted account, the consent."""

from collections.abc import Callable
from typing import Any

from django import forms

from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.form_traps import TrappedForm
from huoshui.signin.public import password_problems, password_rules
from huoshui_core.standards import Unclean, identifiers


def cleaned_by(check: Callable[[str], str], value: str) -> str:
    """A check of the data standard as a form tells it."""
    try:
        return check(value)
    except Unclean as problem:
        raise forms.ValidationError(str(problem)) from problem


def hidden_text(name: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": name})


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label="联系电话",
        max_length=32,
        help_text="仅供审核人员与您联系，不公开",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        return cleaned_by(identifiers.phone, self.cleaned_data["phone"])


class AccountForm(TrappedForm):
    """Left out where somebody is signed in already: `drop_account`."""

    username = forms.CharField(
        label="用户名",
        max_length=32,
        help_text="登录用，4 至 32 位字母、数字；若已被他人使用，开户时会给您相近的名称并告知",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(label="密码", max_length=200, strip=False, widget=hidden_text("new-password"))
    password_again = forms.CharField(
        label="再次输入密码", max_length=200, strip=False, widget=hidden_text("new-password")
    )
    consent = forms.BooleanField(
        label="我已阅读并同意《个人信息处理告知》",
        error_messages={"required": "请阅读告知书，同意后才能提交"},
    )

    def __init__(self, *args: Any, has_account: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = "；".join(password_rules())
        if has_account:
            for name in ("username", "password", "password_again"):
                del self.fields[name]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip()
        if problem := rules.username_problem(username):
            raise forms.ValidationError(problem)
        return username

    def check_password(self, *, name: str, organisation: str) -> None:
        """Called by `clean` of the whole form, which knows whose it is."""
        if "password" not in self.fields:
            return
        cleaned = self.cleaned_data
        first = cleaned.get("password") or ""
        if not first:
            return
        if first != cleaned.get("password_again"):
            self.add_error("password_again", "两次输入的密码不一致")
        username = cleaned.get("username") or ""
        for problem in password_problems(first, username=username, name=name, organisation=organisation):
            self.add_error("password", problem)
