"""What keeps programs from filling in public forms, without a riddle: a field no person sees, and the time taken."""

from typing import Any

from django import forms
from django.core import signing

from huoshui.kernel import clock

LEAST_SECONDS, MOST_SECONDS = 3, 12 * 3600
SALT = "enrolment.form"


class TrappedForm(forms.Form):
    """`homepage` is hidden from people; `opened` says, signed, when the form was shown."""

    homepage = forms.CharField(
        required=False,
        label="请勿填写",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = signing.dumps(int(clock.now().timestamp()), salt=SALT)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get("homepage"):
            self.add_error(None, "提交没有成功，请刷新页面后重新填写")
        elif problem := _problem(self.data.get("opened", "")):
            self.add_error(None, problem)
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["opened"] = self.initial["opened"]  # type: ignore[index]
        return cleaned


def _problem(opened: str) -> str:
    try:
        seconds = clock.now().timestamp() - signing.loads(opened, salt=SALT)
    except signing.BadSignature:
        return "页面已过期，请核对后重新提交"
    if seconds < LEAST_SECONDS:
        return "提交太快，请核对填写内容后再次提交"
    return "页面打开太久，请核对后重新提交" if seconds > MOST_SECONDS else ""
