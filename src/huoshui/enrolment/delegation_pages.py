"""Who acts for whom, given and received, until when."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from huoshui.accounts import public as accounts
from huoshui.display.parts import PageHead
from huoshui.enrolment import delegation_actions
from huoshui.enrolment.people_forms import DelegationForm, take_refusal
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs

KINDS: dict[str, Callable[..., int]] = {
    "own": delegation_actions.delegate_own,
    "unit": delegation_actions.delegate_unit,
}
TEXT = "代办人以委托人的身份办理，每一步都记在代办人名下。到期自动结束，双方都可以提前结束。"


@require_http_methods(["GET", "POST"])
def delegations(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "enrolment.view_delegations")
    kind = request.POST.get("kind", "")
    if request.method == "POST":
        require(actor, "enrolment.delegate_unit" if kind == "unit" else "enrolment.delegate_own")
    forms = {one: DelegationForm(request.POST if one == kind else None, prefix=one) for one in _open_to(actor)}
    form = forms.get(kind)
    if form is not None and form.is_valid():
        try:
            KINDS[kind](actor, **form.cleaned_data)
        except Invalid as refusal:
            take_refusal(form, refusal)
        else:
            messages.success(request, "已委托，对方下次访问时可在“我的账号”中切换身份")
            return redirect("delegations")
    context = {
        "head": PageHead("代办与委托", TEXT),
        "forms": forms,
        "given": accounts.delegations_given(actor),
        "received": accounts.delegations_received(actor),
    }
    is_wrong = any(one.errors for one in forms.values())
    return render(request, "enrolment/people/delegations.html", context, status=422 if is_wrong else 200)


def _open_to(actor: Actor) -> list[str]:
    own = orgs.card(actor.org_id)
    found = []
    if Policy.may(actor, "enrolment.delegate_own") and not actor.for_user_id:
        found.append("own")
    if Policy.may(actor, "enrolment.delegate_unit") and "office" in actor.roles and own and own.kind == "institution":
        found.append("unit")
    return found


@require_POST
def end(request: Request, membership_id: int) -> HttpResponse:
    delegation_actions.end_delegation(request.actor, membership_id=membership_id)
    messages.success(request, "已结束，对方的下一次访问起生效")
    return redirect("delegations")
