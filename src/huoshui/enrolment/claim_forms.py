"""Forms of claims: whose patent, which one, and how to reach who claims it."""

import re
from typing import Any

from django import forms

from huoshui.enrolment.application_forms import AccountForm, PhoneForm
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs
from huoshui_core.standards import Unclean, identifiers

NUMBER = re.compile(r"(?:CN|ZL)?[\d.\s]{7,}[A-Z]?\d?", re.IGNORECASE | re.ASCII)
SHOWN = 6


def patent_named(text: str) -> tuple[str, str]:
    """A canonical number, or a title; one of the two is "". Raises Unclean for a number that can't be one."""
    told = " ".join(text.split())
    if not NUMBER.fullmatch(identifiers.fold(told)):
        return "", told
    try:
        return identifiers.publication_number(told), ""
    except Unclean as publication:
        try:
            return identifiers.application_number(told), ""
        except Unclean as application:
            is_publication = identifiers.fold(told)[-1:].isalpha()
            raise (publication if is_publication else application) from None


class ClaimForm(PhoneForm, AccountForm):
    institution = forms.CharField(
        label="单位",
        max_length=200,
        help_text="专利权人的全称，如某某大学；院系由单位确认",
        widget=forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"}),
    )
    patent = forms.CharField(
        label="专利号或专利名称",
        max_length=500,
        help_text="申请号、专利号、公开（公告）号均可，如 ZL201710601862.3；不记得号码时填写完整的专利名称",
    )
    person_name = forms.CharField(
        label="姓名",
        max_length=50,
        help_text="与专利文献上的发明人姓名一致",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = (
        "institution",
        "patent",
        "person_name",
        "phone",
        "username",
        "password",
        "password_again",
        "consent",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, has_account=not actor.is_visitor, **kwargs)
        if not actor.is_visitor:
            del self.fields["person_name"]
            self.initial.setdefault("institution", _own_institution(actor))

    def clean_institution(self) -> orgs.OrganisationCard:
        """By its name, a former or a short one too. Names are public, so what resembles it may be told."""
        name = self.cleaned_data["institution"].strip()
        found = orgs.card(orgs.ids_by_name("institution", [name]).get(name, 0))
        if found is None:
            similar = orgs.like("institution", [name], most=SHOWN)
            told = "，您是否要找：" + "、".join(one.name for one in similar) if similar else ""
            raise forms.ValidationError(f"名录中没有这个单位{told}")
        return found

    def clean_patent(self) -> tuple[str, str]:
        try:
            return patent_named(self.cleaned_data["patent"])
        except Unclean as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        institution = self.cleaned_data.get("institution")
        self.check_password(
            name=self.cleaned_data.get("person_name") or "", organisation=institution.name if institution else ""
        )
        return cleaned


def _own_institution(actor: Actor) -> str:
    own = orgs.card(actor.org_id)
    school = orgs.card(own.parent_id) if own and own.parent_id else own
    return school.name if school and school.kind == "institution" else ""
