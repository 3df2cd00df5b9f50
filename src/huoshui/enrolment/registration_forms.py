"""Forms of the registration of enterprises, drawn from the data standard where it has the field."""

from typing import Any

from django import forms

from huoshui.display.standard_forms import form_for
from huoshui.enrolment import registration_rules as rules
from huoshui.enrolment.application_forms import AccountForm, PhoneForm
from huoshui.enrolment.evidence_content import LARGEST, SUFFIXES
from huoshui.enrolment.form_traps import TrappedForm
from huoshui.enrolment.models.registrations import ENTERPRISE
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs

STATED = ("name", "uscc", "enterprise_types")
FactsForm = form_for(ENTERPRISE, STATED, needed=("uscc",))
ORDER = (
    "uscc",
    "name",
    "region",
    "enterprise_types",
    "person_name",
    "phone",
    "username",
    "password",
    "password_again",
    "evidence",
    "consent",
)


WHERE = "省、市、县区的名称，如 湖南省长沙市芙蓉区"


class PlaceField(orgs.RegionField):
    """Typed, with the names offered while one types. The whole country is nowhere in particular."""

    def __init__(self, *, help_text: str = WHERE) -> None:
        widget = forms.TextInput(attrs={"list": "places", "autocomplete": "off"})
        super().__init__(label="所在地区", help_text=help_text, widget=widget)

    def clean(self, value: Any) -> Any:
        region = super().clean(value)
        if not region:
            raise forms.ValidationError("请写明省、市或县区")
        return region


class EnterpriseForm(PhoneForm, TrappedForm, FactsForm):  # type: ignore[misc,valid-type]
    """What a returned request may correct. `fixed`: code and name that are proved already and can't be typed over."""

    region = PlaceField(help_text=f"{WHERE}；由所在地的知识产权管理部门审核")
    person_name = forms.CharField(
        label="联系人姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    evidence = forms.FileField(
        label="证明材料",
        required=False,
        help_text=f"营业执照等，PDF、JPG 或 PNG，不超过 {LARGEST // 1024 // 1024} MB；办结后按期清除",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    field_order = ORDER

    def __init__(self, *args: Any, fixed: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget = forms.TextInput(attrs={"autocomplete": "organization"})
        for name, value in (fixed or {}).items():
            self.fields[name].disabled = True
            self.initial[name] = value


class RegistrationForm(EnterpriseForm, AccountForm):
    field_order = ORDER

    def __init__(self, *args: Any, actor: Actor, is_proved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, has_account=not actor.is_visitor, **kwargs)
        if is_proved:
            del self.fields["evidence"]
        if not actor.is_visitor:
            self.initial.setdefault("person_name", actor.name)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        told = self.cleaned_data
        self.check_password(name=told.get("person_name") or "", organisation=told.get("name") or "")
        return cleaned


class InvitationForm(form_for(ENTERPRISE, ("name", "uscc"), needed=("uscc",))):  # type: ignore[misc]
    region = PlaceField()
    field_order = ("uscc", "name", "region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget = forms.TextInput()


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label="意见",
        required=False,
        max_length=500,
        help_text=f"退回或不予通过时必填，申请人凭回执可以看到；退回后 {rules.RETURNED_DAYS} 天内可补正",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RefusalForm(DecisionForm):
    """Of a claim, which is confirmed or refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "不予确认时必填，申请人凭回执可以看到"
