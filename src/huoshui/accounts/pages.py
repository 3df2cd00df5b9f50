"""Choosing as whom to act; people and what they are where."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.accounts import actions, details, queries
from huoshui.accounts.choosing import membership_chosen
from huoshui.accounts.listings import PEOPLE
from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.query import whole_number
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.request import Request


@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    require(request.actor, "accounts.act_as")
    if request.method == "POST":
        chosen = actions.act_as(request.actor, membership_id=whole_number(request.POST.get("membership", "")))
        membership_chosen.send(sender=None, request=request, membership_id=chosen)
        return redirect("home")
    actor: Actor = request.actor
    context = {"memberships": queries.memberships_of(actor.user_id), "actor": actor}
    return render(request, "accounts/account.html", context)


@require_GET
def people(request: Request) -> HttpResponse:
    require(request.actor, "accounts.view")
    rows = queries.memberships_in_view(request.actor)
    if "export" in request.GET:
        is_invented = rows.filter(user__demonstration=True).exists()
        return download(PEOPLE, rows, request.GET.dict(), demonstration=is_invented)
    context = {"view": list_view(PEOPLE, rows, request.GET), "head": details.list_head()}
    return render(request, "accounts/people.html", context)


@require_GET
def person(request: Request, user_id: int) -> HttpResponse:
    require(request.actor, "accounts.view")
    user, rows = queries.person_in_view(request.actor, user_id)
    return render(request, "accounts/person.html", details.person_context(request.actor, user, rows))


@require_POST
def end_membership(request: Request, membership_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    user_id = actions.end_membership(request.actor, membership_id=membership_id, reason=reason)
    messages.success(request, "已结束这个身份，此人的下一次访问起生效")
    return redirect("person", user_id)


@require_POST
def set_manager(request: Request, membership_id: int) -> HttpResponse:
    is_manager = request.POST.get("manager") == "1"
    user_id = actions.set_manager(request.actor, membership_id=membership_id, is_manager=is_manager)
    messages.success(request, "已设为账号管理员" if is_manager else "已不再是账号管理员")
    return redirect("person", user_id)


@require_POST
def set_standing(request: Request, membership_id: int) -> HttpResponse:
    position, service = request.POST.get("position", ""), request.POST.get("service", "")
    user_id = actions.set_standing(request.actor, membership_id=membership_id, position=position, service=service)
    messages.success(request, "已保存；其名下未完成的盘点档案将随即重新分派")
    return redirect("person", user_id)


@require_POST
def set_active(request: Request, user_id: int) -> HttpResponse:
    is_active = request.POST.get("active") == "1"
    actions.set_active(request.actor, user_id=user_id, is_active=is_active)
    messages.success(request, "账号已重新启用" if is_active else "账号已停用，此人的下一次访问起生效")
    return redirect("person", user_id)
