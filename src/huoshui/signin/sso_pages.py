"""The way to a provider and back, and the page of linked identities."""

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from huoshui.display.parts import Link, PageHead
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid, Refusal
from huoshui.kernel.request import Request
from huoshui.signin import actions, entering, sso, sso_links
from huoshui.signin.codes import has_second_factor
from huoshui.signin.enterprise_identity import PURPOSE, ClaimsService, keep_verified_enterprise
from huoshui.signin.models import ExternalIdentity
from huoshui.signin.providers import Provider, provider
from huoshui.signin.sessions import SIGN_IN, TWO_FACTORS
from huoshui.signin.sso_attempts import HOLDS_SECONDS, Attempt, Identified
from huoshui.signin.sso_http import ProviderFault

log = logging.getLogger(__name__)
UNLINKED = "sso_unlinked"


@require_GET
def start(request: Request, provider_id: str) -> HttpResponse:
    found = provider(provider_id)
    if found is None:
        return _unknown(request)
    confirms = "confirm" in request.GET and not request.actor.is_visitor
    try:
        return redirect(sso.begin(request, found, then=request.GET.get("next", "/"), confirms=confirms))
    except ProviderFault as fault:
        return _failed(request, found, fault)


@require_GET
def come_back(request: Request, provider_id: str) -> HttpResponse:
    found = provider(provider_id)
    if found is None:
        return _unknown(request)
    try:
        attempt, identified = sso.finish(request, found)
        if found.purpose == PURPOSE:
            return _prove_enterprise(request, found, attempt, identified)
        user = sso.account_of(identified)
    except ProviderFault as fault:
        return _failed(request, found, fault)
    if attempt.confirms:
        return _confirm(request, found, attempt, user and user.pk)
    if user is None:
        return _offer_link(request, found, identified)
    return _enter(request, user, how=sso.how_of(found, identified), then=attempt.then)


def _enter(request: Request, user: Any, *, how: str, then: str) -> HttpResponse:
    """Who has a second factor here is asked for it, unless the provider has asked for one."""
    if how in TWO_FACTORS or not has_second_factor(user.pk):
        entering.enter(request, user, how=how)
        return redirect(then)
    entering.begin_second_step(request, user, first=how)
    return redirect(f"{reverse('sign-in-second')}?{urlencode({'next': then})}")


def _unknown(request: Request) -> HttpResponse:
    messages.error(request, "本节点没有接入这个统一身份认证，请用其他方式登录。")
    return redirect("sign-in")


def _failed(request: Request, found: Provider, fault: ProviderFault) -> HttpResponse:
    log.warning("sign-in by %s failed: %s", found.id, fault)
    messages.error(request, f"{found.label}没有通过，请重试；多次不成功时请联系本单位管理员。")
    return redirect("sign-in")


def _prove_enterprise(request: Request, found: Provider, attempt: Attempt, identified: Identified) -> HttpResponse:
    try:
        keep_verified_enterprise(request, ClaimsService(found).verified_enterprise(identified.claims))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(attempt.then)


def _confirm(request: Request, found: Provider, attempt: Attempt, user_id: int | None) -> HttpResponse:
    if request.actor.is_visitor or user_id != request.actor.user_id:
        return _failed(request, found, ProviderFault("somebody else confirmed"))
    actions.confirm_identity(request.actor, sign_in_id=request.session.get(SIGN_IN, 0), how=found.kind)
    request.session.cycle_key()
    return redirect(attempt.then)


def _offer_link(request: Request, found: Provider, identified: Identified) -> HttpResponse:
    """An unknown identity waits in the session until its person has signed in with the password."""
    until = clock.now().timestamp() + HOLDS_SECONDS
    request.session[UNLINKED] = {"provider": found.id, "subject": identified.subject, "until": until}
    if not request.actor.is_visitor:
        return redirect("identities")
    messages.info(
        request, f"{found.label}已通过，但还没有关联本系统的账号。请用本系统的用户名和密码登录一次并确认关联。"
    )
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': reverse('identities')})}")


@require_GET
def identities(request: Request) -> HttpResponse:
    require(request.actor, "signin.identities")
    rows = list(ExternalIdentity.objects.filter(user_id=request.actor.user_id).order_by("id"))
    names = sso.labels(row.provider for row in rows)
    waiting = _waiting(request)
    context = {
        "head": PageHead(
            "统一身份认证", "已关联的身份可用来登录本账号", (Link("账号安全", reverse("account-security")),)
        ),
        "identities": [(row, names[row.provider]) for row in rows],
        "waiting": waiting and waiting.label,
        "choices": sso.sign_in_choices(then=reverse("identities")),
    }
    return render(request, "signin/identities.html", context)


@require_POST
def link(request: Request) -> HttpResponse:
    require(request.actor, "signin.link_identity")
    found = _waiting(request)
    if found is None:
        raise Invalid("没有等待关联的身份，请重新从统一身份认证进入")
    if not sso.speaks_for(found, request.actor.user_id):
        raise Invalid(f"{found.label}不能用于您所在的单位")
    subject = request.session[UNLINKED]["subject"]
    sso_links.link_identity(request.actor, provider_id=found.id, subject=subject)
    del request.session[UNLINKED]
    messages.success(request, f"已关联{found.label}，下次可直接用它登录")
    return redirect("identities")


@require_POST
def unlink(request: Request, identity_id: int) -> HttpResponse:
    sso_links.unlink_identity(request.actor, identity_id=identity_id)
    messages.success(request, "已解除关联")
    return redirect("identities")


def _waiting(request: Request) -> Provider | None:
    kept = request.session.get(UNLINKED) or {}
    is_waiting = kept.get("until", 0) >= clock.now().timestamp()
    return provider(kept["provider"]) if is_waiting else None
