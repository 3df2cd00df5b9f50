"""What the pages of profiles say."""

from typing import Any

from django.forms import BoundField, Form
from django.urls import reverse

from huoshui.display.parts import Fact, Link, PageHead
from huoshui.enterprises.listings import classes_of, types_of
from huoshui.enterprises.models import EnterpriseProfile
from huoshui.enterprises.rules import STANDARD
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.privacy import public as privacy
from huoshui_core.reference import industry

OPEN = ("business_scope", "products", "enterprise_types", "industry_codes", "ipc_profile", "sample_titles")


def profile_context(actor: Actor, row: EnterpriseProfile) -> dict[str, Any]:
    """The stated need is internal and left to the enterprise and the node; contacts are masked, each look is noted."""
    facts = [_fact(row, name) for name in (*OPEN, "n_publications")]
    if Policy.may(actor, "enterprises.read_need"):
        facts.append(_fact(row, "need_text"))
    if Policy.may(actor, "privacy.view_contacts"):
        facts += _contacts(row.org_id)
    return {
        "row": row,
        "head": PageHead(row.org_name, trail=(Link("企业", reverse("enterprises")),)),
        "facts": facts,
        "origin": [
            Fact("数据来源", row.source),
            Fact("数据日期", row.as_of),
            Fact("企业自行维护", row.is_own),
        ],
    }


def _fact(row: EnterpriseProfile, name: str) -> Fact:
    field = STANDARD.field(name)
    wide = name in {"business_scope", "sample_titles", "need_text", "ipc_profile"}
    standing = field.codes.standing if field.codes else ""
    return Fact(field.label, _value(row, name), standing, field.source if standing else "", wide=wide)


def _value(row: EnterpriseProfile, name: str) -> object:
    match name:
        case "enterprise_types":
            return types_of(row)
        case "ipc_profile":
            return classes_of(row)
        case "industry_codes":
            found = [(code, industry(code)) for code in row.industry_codes]
            return [f"{code} {known.name}" if known else code for code, known in found]
    value: object = getattr(row, name)
    return value


def _contacts(org_id: int) -> list[Fact]:
    """Each leads to the page where it can be shown."""
    return [
        Fact(one.duty or "联系人", f"{one.name} {one.phone}", url=reverse("contact", args=[one.id]))
        for one in privacy.contacts_of([org_id]).get(org_id, [])
    ]


def own_context(actor: Actor, form: Form) -> dict[str, Any]:
    return {
        "form": form,
        "fields": [_field(form[name]) for name in form.fields if name != "version"],
        "head": PageHead(
            actor.org_name,
            subtitle="经营范围、主要产品和技术需求决定系统推荐哪些专利；技术需求不对外公开；联系人在“联系人”里登记，默认遮盖",
        ),
    }


def _field(bound: BoundField) -> dict[str, Any]:
    spec = STANDARD.field(bound.name)
    return {"field": bound, "standing": spec.codes.standing if spec.codes else "", "source": spec.source}
