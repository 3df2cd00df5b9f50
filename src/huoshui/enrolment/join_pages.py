"""The page behind an invitation, for a phone: who invites whom to what, and the way in."""

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huoshui.enrolment import joining_actions, queries
from huoshui.enrolment.models import Invitation
from huoshui.enrolment.people_forms import JoinForm, take_refusal
from huoshui.kernel.action import require
from huoshui.kernel.budget import Allowance, spend
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import ROLES
from huoshui.kernel.request import Request
from huoshui.signin import public as signin

MISSES = Allowance("join", 60, 600)  # links that lead nowhere, for each address: whole schools stand behind one
NAMES = Allowance("join.names", 20, 3_600)  # usernames wished for by one link: it would else tell which ones exist


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def join(request: Request, token: str) -> HttpResponse:
    require(request.actor, "enrolment.accept")
    row = queries.open_invitation(request.actor, token)
    if row is None:
        spend(MISSES, signin.address_of(request))
        return render(request, "enrolment/people/join_closed.html", status=404)
    if not request.actor.is_visitor and row.purpose != "open":
        return _as_self(request, token, row)
    if row.purpose == "link":
        return render(request, "enrolment/people/join.html", _context(request, row) | {"must_sign_in": True})
    form = JoinForm(request.POST or None, is_open=row.purpose == "join", name=row.name)
    if request.method == "POST" and form.is_valid():
        if row.purpose == "join":
            spend(NAMES, str(row.pk))
        given = form.cleaned_data
        try:
            user_id = joining_actions.accept(
                request.actor,
                token=token,
                password=given["password"],
                username=given.get("username", ""),
                name=given.get("name", ""),
            )
        except Invalid as refusal:
            take_refusal(form, refusal)
        else:
            return _enter(request, user_id)
    context = _context(request, row) | {"form": form, "rules": signin.password_rules()}
    return render(request, "enrolment/people/join.html", context, status=422 if form.errors else 200)


def _enter(request: Request, user_id: int) -> HttpResponse:
    """Whoever was signed in with this browser before is not any more: `login` sees to that."""
    request.signed_in_how = "link"  # type: ignore[attr-defined]
    login(request, get_user_model().objects.get(pk=user_id))
    messages.success(request, "欢迎！账号已启用，下次用用户名和密码登录")
    return redirect("home")


def _as_self(request: Request, token: str, row: Invitation) -> HttpResponse:
    is_mine = row.user_id in (None, request.actor.user_id) and not request.actor.for_user_id
    if request.method == "POST" and is_mine:
        joining_actions.accept_as_self(request.actor, token=token)
        messages.success(request, f"已关联“{row.org_name}”的身份，可在这里切换")
        return redirect("account")
    context = _context(request, row) | {"as_self": is_mine, "not_mine": not is_mine}
    return render(request, "enrolment/people/join.html", context)


def _context(request: Request, row: Invitation) -> dict[str, object]:
    return {"row": row, "role": ROLES[row.role], "sign_in_url": f"{reverse('sign-in')}?next={request.path}"}
