from django import forms

LONGEST = 200


def _secret(label: str, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=LONGEST, strip=False, widget=widget)


def _code(label: str, *, help_text: str = "") -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attrs), help_text=help_text)


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名", max_length=64, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = _secret("密码", "current-password")


class GuardedSignInForm(SignInForm):
    """While an account is guarded the password is looked at only together with a code."""

    code = _code("动态口令或恢复码", help_text="动态口令应用里显示的 6 位数字，或一个恢复码")


class CodeForm(forms.Form):
    code = _code("动态口令或恢复码", help_text="动态口令应用里显示的 6 位数字；手机不在身边时用一个恢复码")


class FirstCodeForm(forms.Form):
    code = _code("应用里显示的 6 位数字")


class ConfirmForm(forms.Form):
    password = _secret("密码", "current-password")


class NewPasswordForm(forms.Form):
    """The rules stand above it, all at once; the action checks them."""

    password = _secret("新密码", "new-password")
    again = _secret("再输入一次新密码", "new-password")

    def clean(self) -> dict[str, str]:
        values: dict[str, str] = super().clean() or {}
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", "两次输入的密码不一致")
        return values


class ChangePasswordForm(NewPasswordForm):
    """Of somebody at an open session, who may not be its person."""

    current = _secret("当前密码", "current-password")
    field_order = ("current", "password", "again")


class PasskeyForm(forms.Form):
    name = forms.CharField(label="给它起个名字", max_length=60, help_text="例如：办公室电脑、我的手机")
    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
