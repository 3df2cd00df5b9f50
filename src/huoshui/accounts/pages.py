"""Choosing as whom to act."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huoshui.accounts import actions, queries
from huoshui.accounts.choosing import membership_chosen
from huoshui.display.query import whole_number
from huoshui.kernel.action import require
from huoshui.kernel.request import Request


@require_http_methods(["GET", "POST"])
def account(request: Request) -> HttpResponse:
    require(request.actor, "accounts.act_as")
    if request.method == "POST":
        chosen = actions.act_as(request.actor, membership_id=whole_number(request.POST.get("membership", "")))
        membership_chosen.send(sender=None, request=request, membership_id=chosen)
        return redirect("home")
    context = {"memberships": queries.memberships_of(request.actor.user_id), "actor": request.actor}
    return render(request, "accounts/account.html", context)
