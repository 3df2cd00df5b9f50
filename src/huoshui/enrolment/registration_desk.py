"""Pages of whoever decides on requests, and of a bureau's invitations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import Link, PageHead, Step
from huoshui.enrolment import evidence
from huoshui.enrolment import registration_decisions as decisions
from huoshui.enrolment import registration_queries as queries
from huoshui.enrolment.registration_details import invitation_facts, review_context
from huoshui.enrolment.registration_forms import DecisionForm, InvitationForm
from huoshui.enrolment.registration_listings import INVITATIONS, REGISTRATIONS
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.request import Request

INVITE = "enrolment.invite_enterprise"


@require_GET
def registration_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    _require_review(actor)
    rows = queries.registrations_in_view(actor)
    if "export" in request.GET:
        return download(REGISTRATIONS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    waiting = queries.registrations_waiting(actor)
    is_bureau = "bureau" in actor.roles
    head = PageHead(
        "企业注册申请",
        subtitle="辖区内企业自主注册" if is_bureau else "希望加入本企业账号的人员",
        why=f"{waiting} 份申请待您办理" if waiting else "",
        step=Step("看待办理", "?state=open") if waiting else None,
        others=(Step("邀请企业注册", reverse("enterprise-invitations")),) if is_bureau else (),
    )
    view = list_view(REGISTRATIONS, rows, request.GET)
    return render(request, "enrolment/registrations.html", {"head": head, "view": view})


def _require_review(actor: Actor) -> None:
    require(actor, decisions.REVIEW, also=decisions.may_review(actor))


@never_cache
@require_http_methods(["GET", "POST"])
def registration(request: Request, request_id: int) -> HttpResponse:
    """`verdict` is the button pressed."""
    actor: Actor = request.actor
    _require_review(actor)
    row = queries.registration_in_view(actor, request_id)
    form = DecisionForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(actor, row.pk, request.POST.get("verdict", ""), form))
            return redirect("registration", request_id)
        except Invalid as refusal:
            form.add_error("reason", refusal.message)
            status = 422
    context = review_context(actor, row) | {"form": form}
    return render(request, "enrolment/registration.html", context, status=status)


def _decide(actor: Actor, request_id: int, verdict: str, form: DecisionForm) -> str:
    reason = form.cleaned_data["reason"]
    if verdict == "approve":
        if decisions.approve_registration(actor, request_id=request_id):
            return "已通过并开户，申请人凭回执可看到用户名"
        return "该企业已有账号管理员，申请已转其办理"
    if verdict == "return":
        decisions.return_registration(actor, request_id=request_id, reason=reason)
        return "已退回补正"
    if verdict == "refuse":
        decisions.refuse_registration(actor, request_id=request_id, reason=reason)
        return "已记录为不予通过"
    raise Invalid("请选择办理结论")


@require_GET
def registration_evidence(request: Request, request_id: int) -> HttpResponse:
    _require_review(request.actor)
    return evidence.as_download(decisions.open_evidence(request.actor, request_id=request_id))


@never_cache
@require_http_methods(["GET", "POST"])
def invitations(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, INVITE, also=decisions.may_invite(actor))
    rows = queries.invitations_in_view(actor)
    if "export" in request.GET:
        return download(INVITATIONS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    form = InvitationForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = decisions.invite_enterprise(actor, **form.cleaned_data)
        except Invalid as refusal:
            for name, message in refusal.facts.get("fields", {}).items():
                form.add_error(name, message)
        else:
            link, form = request.build_absolute_uri(reverse("register-invited", args=[token])), InvitationForm()
    head = PageHead("邀请企业注册", trail=(Link("企业注册申请", reverse("registrations")),),
                    subtitle="受邀企业凭链接填写后直接开通，无须再审核")  # fmt: skip
    context = {"head": head, "form": form, "link": link, "view": list_view(INVITATIONS, rows, request.GET)}
    return render(request, "enrolment/invitations.html", context, status=422 if form.errors else 200)


@require_GET
def invitation(request: Request, invitation_id: int) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, INVITE, also=decisions.may_invite(actor))
    row = queries.invitations_in_view(actor).filter(pk=invitation_id).first()
    if row is None:
        raise NotFound("没有这份邀请", invitation_id=invitation_id)
    is_living = queries.invitations_in_view(actor).filter(queries.living_invitations(), pk=row.pk).exists()
    step = Step("撤回邀请", reverse("enterprise-invitation-end", args=[row.pk]), "post", confirm="撤回后链接立即失效")
    head = PageHead(
        row.name,
        trail=(Link("邀请企业注册", reverse("enterprise-invitations")),),
        others=(step,) if is_living else (),
    )
    return render(request, "enrolment/invitation.html", {"head": head, "facts": invitation_facts(row)})


@require_POST
def end_invitation(request: Request, invitation_id: int) -> HttpResponse:
    decisions.end_invitation(request.actor, invitation_id=invitation_id)
    messages.success(request, "邀请已撤回，链接不能再使用")
    return redirect("enterprise-invitations")
