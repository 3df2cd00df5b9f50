"""Forms of opening, inviting, joining and delegating; fields of a person are the standard's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms

from huoshui.accounts import public as accounts
from huoshui.display.standard_forms import StandardField
from huoshui.enrolment import queries
from huoshui.enrolment.rules import LONGEST_DELEGATION_DAYS
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import ROLES
from huoshui.orgs import public as orgs
from huoshui_core.standards import load

ACCOUNT = load("account")
LARGEST = 5 * 1024 * 1024
ROLE_ORDER = ("inventor", "secretary", "office", "enterprise", "agency", "bureau", "line", "national", "expert")


class PlaceForm(forms.Form):
    """Which organisation and role. A department names the organisation, everybody else picks among their own."""

    organisation: forms.Field = forms.CharField(label="单位", max_length=200)
    role = forms.ChoiceField(label="角色", widget=forms.RadioSelect)

    def __init__(self, actor: Actor, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.actor = actor
        own = orgs.card(actor.org_id)
        self.house = queries.own_house(own) if own and own.kind in {"institution", "college"} else []
        own_roles: frozenset[str] = frozenset()
        if self.house:
            named = {str(one.id): one.name for one in self.house}
            self.fields["organisation"] = forms.ChoiceField(label="单位", choices=list(named.items()))
            own_roles = own_roles.union(*(accounts.roles_to_issue(actor, one) for one in self.house))
        elif own:
            self.fields["organisation"].help_text = f"单位全称。本单位：{own.name}"
            self.fields["organisation"].initial = own.name
            own_roles = accounts.roles_to_issue(actor, own) | _below(own.kind)
        ordered = [one for one in (*ROLE_ORDER, *sorted(own_roles)) if one in own_roles]
        self.fields["role"].choices = [(one, ROLES[one]) for one in dict.fromkeys(ordered)]  # type: ignore[attr-defined]

    def clean_organisation(self) -> int:
        given = str(self.cleaned_data["organisation"]).strip()
        if self.house:
            return int(given)
        place = queries.places_by_name(self.actor, [given]).get(given)
        if place is None:
            raise forms.ValidationError("没有您可以在其中开设账号的这家单位，请核对全称")
        return place.id


def _below(kind: str) -> frozenset[str]:
    return frozenset({"bureau", "line", "office", "enterprise", "agency"}) if kind == "department" else frozenset()


class OpenForm(PlaceForm):
    username = StandardField(ACCOUNT.field("username"))
    name = StandardField(ACCOUNT.field("name"))
    position = StandardField(ACCOUNT.field("position"))
    field_order = ("name", "username", "organisation", "role", "position")


class InviteForm(PlaceForm):
    name = StandardField(replace(ACCOUNT.field("name"), required=False, example="", note="可以空着，由本人填写"))
    position = StandardField(ACCOUNT.field("position"))
    field_order = ("name", "organisation", "role", "position")


class SheetForm(forms.Form):
    file = forms.FileField(
        label="人员表格", help_text="xlsx 或 csv，不超过 5 MB；列名不必与模板完全相同，如“职工号”“学院”也认得"
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请分成几份")
        return file


class JoinForm(forms.Form):
    username = forms.CharField(label="用户名", max_length=64, help_text="以后登录时使用，建议用工号")
    name = StandardField(ACCOUNT.field("name"))
    password = forms.CharField(
        label="设置密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输入一次",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any = None, *, is_open: bool, name: str) -> None:
        super().__init__(data)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        if not is_open:
            del self.fields["username"]
        if not is_open or name:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", "两次输入的密码不同")
        return given


class DelegationForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=64)
    username = forms.CharField(label="工号或用户名", max_length=64)
    until = forms.DateField(
        label="有效期至", widget=forms.DateInput(attrs={"type": "date"}), help_text="最长一年，到期自动结束"
    )
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, data: Any = None, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        today = clock.today()
        last = today + timedelta(days=LONGEST_DELEGATION_DAYS)
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}


def take_refusal(form: forms.Form, refusal: Invalid) -> None:
    """What the action says beyond the form, beside the field that it names."""
    said: Mapping[str, str] = refusal.facts.get("fields", {})
    for name, message in said.items():
        form.add_error(name if name in form.fields else None, message)
    if not said:
        form.add_error(None, refusal.message)
