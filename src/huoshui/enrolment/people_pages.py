"""Pages of opening one account and of invitations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.accounts import public as accounts
from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.enrolment import people_actions, people_details, queries
from huoshui.enrolment.people_forms import InviteForm, OpenForm, take_refusal
from huoshui.enrolment.people_listings import INVITATIONS
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.request import Request
from huoshui.signin import public as signin


@require_http_methods(["GET", "POST"])
def open_account(request: Request) -> HttpResponse:
    require(request.actor, "enrolment.open")
    form = OpenForm(request.actor, request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened = people_actions.open_account(
                request.actor,
                username=given["username"],
                name=given["name"],
                organisation_id=given["organisation"],
                role=given["role"],
                position=given["position"] or "",
            )
        except Invalid as refusal:
            take_refusal(form, refusal)
        else:
            if opened.invitation_id:
                messages.success(request, "账号已开设，请把下面的链接发给本人")
                return redirect("invitation", opened.invitation_id)
            messages.success(request, "此人已有账号，已关联新的身份；密码不变")
            return redirect("person", opened.user_id)
    context = {"form": form, "head": people_details.open_head(), "submit": "开设账号"}
    return render(request, "enrolment/people/open.html", context, status=422 if form.errors else 200)


def _initial(request: Request) -> dict[str, str]:
    """From another page: whom to open an account for."""
    return {name: request.GET[name] for name in ("organisation", "role") if name in request.GET}


@never_cache
@require_POST
def person_link(request: Request, user_id: int) -> HttpResponse:
    """A way in for somebody who has none: the invitation anew, or, who had a password, a link to set another."""
    require(request.actor, "enrolment.invite")
    try:
        return redirect("invitation", people_actions.invite_again(request.actor, user_id=user_id))
    except NotFound:
        token = signin.issue_reset(request.actor, user_id=user_id)
    link = request.build_absolute_uri(reverse("password-reset", args=[token]))
    person = accounts.people({user_id})[user_id]
    context = {
        "head": people_details.reset_head(person.name),
        "link": link,
        "picture": people_details.picture(link),
        "person": person,
    }
    return render(request, "enrolment/people/reset_link.html", context)


@require_GET
def invitations(request: Request) -> HttpResponse:
    require(request.actor, "enrolment.invite")
    rows = queries.invitations_in_view(request.actor)
    if "export" in request.GET:
        return download(INVITATIONS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {"head": people_details.invitations_head(), "view": list_view(INVITATIONS, rows, request.GET)}
    return render(request, "enrolment/people/invitations.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: Request) -> HttpResponse:
    require(request.actor, "enrolment.invite")
    form = InviteForm(request.actor, request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = people_actions.invite(
                request.actor,
                organisation_id=given["organisation"],
                role=given["role"],
                name=given["name"] or "",
                position=given["position"] or "",
            )
        except Invalid as refusal:
            take_refusal(form, refusal)
        else:
            return redirect("invitation", made)
    context = {"form": form, "head": people_details.invite_head(), "submit": "生成链接"}
    return render(request, "enrolment/people/open.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
def invitation(request: Request, invitation_id: int) -> HttpResponse:
    require(request.actor, "enrolment.invite")
    row = queries.invitation_in_view(request.actor, invitation_id)
    context = people_details.invitation_context(request.actor, row, lambda token: join_address(request, token))
    return render(request, "enrolment/people/invitation.html", context)


@require_POST
def renew(request: Request, invitation_id: int) -> HttpResponse:
    people_actions.renew_invitation(request.actor, invitation_id=invitation_id)
    messages.success(request, "已换成新的链接，原来的链接不再有效")
    return redirect("invitation", invitation_id)


@require_POST
def revoke(request: Request, invitation_id: int) -> HttpResponse:
    people_actions.revoke_invitation(request.actor, invitation_id=invitation_id)
    messages.success(request, "链接已撤销")
    return redirect("invitation", invitation_id)


def join_address(request: Request, token: str) -> str:
    return request.build_absolute_uri(reverse("join", args=[token]))
