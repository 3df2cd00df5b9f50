"""Pages of break-glass: asking, deciding, ending, and what was looked at. The organisation looked into has them too."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui.security import actions, break_glass_details, queries
from huoshui.security.forms import BreakGlassForm


@require_GET
def break_glass_list(request: Request) -> HttpResponse:
    require(request.actor, "security.view_break_glass")
    rows = queries.break_glass_in_view(request.actor)
    return render(request, "security/break_glass_list.html", break_glass_details.list_context(request.actor, rows))


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "security.request_break_glass")
    form = BreakGlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = actions.request_break_glass(
                actor,
                organisation_id=_institution(asked["organisation"]),
                reason=asked["reason"],
                hours=asked["hours"],
            )
        except (Invalid, NotFound) as refusal:
            form.add_error("organisation" if isinstance(refusal, NotFound) else None, refusal.message)
        else:
            messages.success(request, "已提交，等待安全管理员批准")
            return redirect("break-glass", made)
    context = break_glass_details.ask_context(form)
    return render(request, "security/break_glass_ask.html", context, status=422 if form.errors else 200)


def _institution(name: str) -> int:
    return orgs.ids_by_name("institution", [name]).get(name, 0)


@require_GET
def break_glass(request: Request, break_glass_id: int) -> HttpResponse:
    require(request.actor, "security.view_break_glass")
    row = queries.break_glass(request.actor, break_glass_id)
    return render(request, "security/break_glass.html", break_glass_details.context(request.actor, row))


@require_POST
def decide(request: Request, break_glass_id: int) -> HttpResponse:
    is_approved = request.POST.get("verdict") == "approve"
    actions.decide_break_glass(request.actor, break_glass_id=break_glass_id, is_approved=is_approved)
    messages.success(request, "已批准，申请人切换身份后即可查看" if is_approved else "未批准")
    return redirect("break-glass", break_glass_id)


@require_POST
def withdraw(request: Request, break_glass_id: int) -> HttpResponse:
    actions.withdraw_break_glass(request.actor, break_glass_id=break_glass_id)
    messages.success(request, "已撤回")
    return redirect("break-glass", break_glass_id)


@require_POST
def end(request: Request, break_glass_id: int) -> HttpResponse:
    actions.end_break_glass(request.actor, break_glass_id=break_glass_id)
    messages.success(request, "已终止，对方即刻不能再查看")
    return redirect("break-glass", break_glass_id)
