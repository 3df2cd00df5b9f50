"""The frame of every page: where this role may go, who is signed in, whether the data is invented."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huoshui.accounts import public as accounts
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.policy import ROLES, Policy
from huoshui.web.node_facts import is_demonstration

# label, address, the permission that opens it
PLACES = (
    ("专利基础库", "patents", "patents.view"),
    ("盘点", "dossiers", "inventory.view"),
    ("转化资源库", "library", "resources.view"),
    ("匹配结果", "matches", "matching.view"),
    ("企业", "enterprises", "enterprises.view"),
    ("企业画像", "enterprise-own", "enterprises.edit_own"),
    ("进展", "progress", "monitoring.view"),
    ("联系人", "contacts", "privacy.view_contacts"),
    ("保存期限", "retention", "privacy.set_retention"),
    ("影响评估", "assessments", "privacy.approve"),
    ("我的信息", "my-data", "privacy.see_own"),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", VISITOR)
    frame = {"demonstration": is_demonstration(), "catalogue_url": reverse("catalogue")}
    if actor.is_visitor:
        return frame | {"navigation": [], "signed_in": None, "sign_in_url": reverse("sign-in")}
    return frame | {"navigation": _navigation(actor, request.path), "signed_in": _signed_in(actor)}


def _navigation(actor: Actor, here: str) -> list[dict[str, Any]]:
    open_places = [(label, reverse(name)) for label, name, permission in PLACES if Policy.may(actor, permission)]
    places = [("首页", reverse("home")), *open_places, ("公开目录", reverse("catalogue"))]
    return [
        {"label": label, "url": url, "active": here == url or (url != "/" and here.startswith(url))}
        for label, url in places
    ]


def _signed_in(actor: Actor) -> dict[str, Any]:
    return {
        "person": actor.name,
        "organisation": actor.org_name,
        "role": "、".join(ROLES[role] for role in sorted(actor.roles)),
        "account_url": reverse("account") if accounts.has_several_roles(actor.user_id) else "",
        "sign_out_url": reverse("sign-out"),
    }
