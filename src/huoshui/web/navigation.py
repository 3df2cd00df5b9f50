"""The frame of every page: where this role may go, who is signed in, whether the data is invented."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from huoshui.accounts import public as accounts
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.policy import ROLES, Policy
from huoshui.signin import public as signin
from huoshui.web.node_facts import is_demonstration

Places = tuple[tuple[str, str, str], ...]  # label, address, the permission that opens it; "": everybody signed in

GROUPS: tuple[tuple[str, Places], ...] = (
    (
        "基础库",
        (
            ("专利基础库", "patents", "patents.view"),
            ("法律事件", "legal-events", "rights.list"),
            ("年费", "fees", "fees.view"),
            ("财政资助", "funding", "funding.view"),
            ("数据质量", "quality", "curation.view"),
            ("检索订阅", "watches", "watches.view"),
            ("参照表", "reference-tables", "classification.view_tables"),
        ),
    ),
    ("盘点", (("盘点", "dossiers", "inventory.view"),)),
    (
        "转化资源库",
        (
            ("转化资源库", "library", "resources.view"),
            ("公开目录", "catalogue", ""),
        ),
    ),
    (
        "供需对接",
        (
            ("匹配结果", "matches", "matching.view"),
            ("企业", "enterprises", "enterprises.view"),
            ("企业画像", "enterprise-own", "enterprises.edit_own"),
        ),
    ),
    (
        "统计",
        (
            ("进展", "progress", "monitoring.view"),
            ("产业分布", "industry-figures", "classification.view_figures"),
        ),
    ),
    (
        "组织与账号",
        (
            ("单位", "organisations", "orgs.view"),
            ("人员与账号", "people", "accounts.view"),
            ("邀请", "invitations", "enrolment.invite"),
            ("专利认领", "claims", "enrolment.review_claims"),
            ("企业注册", "registrations", "enrolment.review_registrations"),
            ("联系人", "contacts", "privacy.view_contacts"),
        ),
    ),
    (
        "安全",
        (
            ("操作台账", "ledger", "ledger.view"),
            ("权限表", "security-policy", "security.view_policy"),
            ("节点运行状况", "security-node", "security.view_node"),
            ("安全策略", "security-limits", "security.view_limits"),
            ("应急查看", "break-glass-list", "security.view_break_glass"),
            ("个人信息请求", "privacy-requests", "privacy.answer"),
            ("保存期限", "retention", "privacy.set_retention"),
            ("影响评估", "assessments", "privacy.approve"),
        ),
    ),
)
OWN: Places = (
    ("我的操作记录", "ledger-mine", "ledger.view_own"),
    ("切换身份", "account", "accounts.act_as"),
    ("账号安全", "account-security", "signin.view_own"),
    ("个人信息", "my-data", "privacy.see_own"),
    ("委托代办", "delegations", "enrolment.view_delegations"),
    ("接口令牌", "tokens", "signin.tokens"),
)
# An enterprise decides on who joins it, and among its people the account manager does.
MANAGERS_ALONE = {"registrations": "enterprise"}
SIDE_BY_SIDE = 6  # so few places need no groups


def page_frame(request: HttpRequest) -> dict[str, Any]:
    actor: Actor = getattr(request, "actor", VISITOR)
    frame = {"demonstration": is_demonstration(), "catalogue_url": _address("catalogue")}
    if actor.is_visitor:
        return frame | {"signed_in": None, "sign_in_url": _address("sign-in")}
    return frame | {"navigation": navigation(actor, request.path), "signed_in": _signed_in(actor)}


def navigation(actor: Actor, here: str) -> SafeString:
    """Drawn once for all who may go to the same places: it is a seventh of drawing a list."""
    groups = tuple((title, tuple(_open(places, actor))) for title, places in GROUPS)
    addresses = [_address("home")] * (here == _address("home")) + [url for _, places in groups for _, url in places]
    return _drawn(groups, _current(addresses, here))


@lru_cache(maxsize=512)
def _drawn(groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...], current: str) -> SafeString:
    return render_to_string("parts/navigation.html", {"navigation": _entries(groups, current)})


@cache
def _address(name: str) -> str:
    """Thirty places stand on every page."""
    return reverse(name)


def _entries(groups: Iterable[tuple[str, Sequence[tuple[str, str]]]], current: str) -> list[dict[str, Any]]:
    """Places, and groups of several that open by themselves: {label, active, places}."""
    places = [place for _, places in groups for place in places]
    home = _items([("首页", _address("home"))], current)
    if len(places) <= SIDE_BY_SIDE:
        return home + _items(places, current)
    return home + [entry for title, places in groups for entry in _grouped(title, _items(places, current))]


def _current(urls: Iterable[str], here: str) -> str:
    """The address that says most of where one is."""
    return max((url for url in urls if here.startswith(url)), key=len, default="")


def _grouped(title: str, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(places) < 2:
        return places
    return [{"label": title, "active": any(place["active"] for place in places), "places": places}]


def _open(places: Iterable[tuple[str, str, str]], actor: Actor) -> list[tuple[str, str]]:
    return [(label, _address(name)) for label, name, permission in places if _is_open(actor, name, permission)]


def _is_open(actor: Actor, name: str, permission: str) -> bool:
    if MANAGERS_ALONE.get(name) in actor.roles and "manager" not in actor.roles:
        return False
    return not permission or Policy.may(actor, permission)


def _items(places: Iterable[tuple[str, str]], current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": url, "active": url == current} for label, url in places]


def _signed_in(actor: Actor) -> dict[str, Any]:
    return {
        "person": actor.name,
        "organisation": actor.org_name,
        "role": "、".join(ROLES[role] for role in sorted(actor.roles - {"manager"})),
        "on_behalf": _name(actor.for_user_id),
        "own": [{"label": label, "url": url} for label, url in _open(OWN, actor)],
        "notices": signin.notices_waiting(actor.user_id),
        "security_url": _address("account-security"),
        "sign_out_url": _address("sign-out"),
    }


def _name(user_id: int) -> str:
    return accounts.people({user_id})[user_id].name if user_id else ""
