"""Pages for administrators and for who looks after accounts: the policy, who may do what, the node, limits in force."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from huoshui.kernel.action import require
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.security import actions, details, node_details, queries
from huoshui.security.forms import WhoForm


@require_GET
def policy(request: Request) -> HttpResponse:
    require(request.actor, "security.view_policy")
    return render(request, "security/policy.html", details.policy_context(request.actor, request.GET))


@require_GET
def who(request: Request) -> HttpResponse:
    """谁能做这件事: from memberships and reach, never by a rule of its own."""
    require(request.actor, "security.view_policy")
    form = WhoForm(request.GET, organisations=details.organisations_to_ask(request.actor))
    line = organisation = None
    if form.is_valid() and form.cleaned_data["permission"]:
        line = Policy.registry[form.cleaned_data["permission"]]
        chosen = form.cleaned_data["organisation"] or request.actor.org_id
        organisation = queries.organisation_in_view(request.actor, int(chosen))
    context = details.who_context(request.actor, form, request.GET, line, organisation)
    return render(request, "security/who.html", context, status=422 if form.errors else 200)


@require_GET
def person(request: Request, user_id: int) -> HttpResponse:
    """这个人能做什么."""
    require(request.actor, "security.view_policy")
    held = queries.person_in_view(request.actor, user_id)
    return render(request, "security/person.html", details.person_context(request.actor, held))


@require_POST
def end_sessions(request: Request, user_id: int) -> HttpResponse:
    ended = actions.end_sessions(request.actor, user_id=user_id)
    messages.success(request, f"已结束 {ended} 处登录")
    return redirect("security-person", user_id)


@require_GET
def node(request: Request) -> HttpResponse:
    require(request.actor, "security.view_node")
    return render(request, "security/node.html", node_details.node_context())


@require_POST
def retry_events(request: Request) -> HttpResponse:
    again = actions.retry_events(request.actor)
    messages.success(request, f"已重新投递 {again} 条事件")
    return redirect("security-node")


@require_GET
def limits(request: Request) -> HttpResponse:
    require(request.actor, "security.view_limits")
    return render(request, "security/limits.html", node_details.limits_context())
