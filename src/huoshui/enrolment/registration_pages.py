"""Public pages of the registration of enterprises: the form, the invitation's form, the receipt."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from huoshui.display.parts import Link, PageHead
from huoshui.enrolment import evidence, registration_actions, registration_queries
from huoshui.enrolment.registration_actions import Facts, Wanted
from huoshui.enrolment.registration_details import receipt_context
from huoshui.enrolment.registration_forms import EnterpriseForm, RegistrationForm
from huoshui.enrolment.registration_states import RETURNED
from huoshui.enrolment.upload_cap import document_of, takes_evidence
from huoshui.kernel.action import require
from huoshui.kernel.budget import Allowance, spend
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui.privacy.public import NOTICE_VERSION
from huoshui.signin import public as signin

SUBMISSIONS = Allowance("enrolment.submissions", 30, 3600)  # an office behind one address may mistype
RECEIPTS = Allowance("enrolment.receipts", 120, 3600)
SUBTITLE = "企业提交后由所在地知识产权管理部门审核，全程免费"


@takes_evidence
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    actor = request.actor
    require(actor, "enrolment.register")
    proved = signin.verified_enterprise(request)
    fixed = {"uscc": proved.uscc, "name": proved.name} if proved else None
    form = RegistrationForm(
        request.POST or None, request.FILES or None, actor=actor, fixed=fixed, is_proved=proved is not None
    )
    if request.method == "POST" and _may_submit(request, form):
        receipt = registration_actions.submit_registration(
            actor,
            facts=_facts(form),
            wanted=wanted(form),
            document=form.document,
            proof="identity" if proved else "review",
        )
        signin.forget_verified_enterprise(request)
        return redirect("register-receipt", receipt)
    head = PageHead("企业注册", subtitle="" if proved else SUBTITLE)
    return _form_page(request, form, head, services=[] if proved else _services())


@takes_evidence
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register_invited(request: Request, token: str) -> HttpResponse:
    actor = request.actor
    require(actor, "enrolment.register")
    spend(RECEIPTS, signin.address_of(request))
    found = registration_queries.invitation_by_token(actor, token)
    fixed = {"uscc": found.uscc, "name": found.name, "region": found.region}
    form = RegistrationForm(request.POST or None, actor=actor, fixed=fixed, is_proved=True)
    if request.method == "POST" and _may_submit(request, form):
        receipt = registration_actions.register_invited(actor, token=token, facts=_facts(form), wanted=wanted(form))
        return redirect("register-receipt", receipt)
    return _form_page(request, form, PageHead("企业注册", subtitle="您已获所在地管理部门邀请，填写后即可开通账号"))


@never_cache
@require_http_methods(["GET", "POST"])
def find_receipt(request: Request) -> HttpResponse:
    """By the code, typed: for a request or a claim."""
    require(request.actor, "enrolment.register")
    if request.method == "GET":
        return render(request, "enrolment/find_receipt.html", {"head": PageHead("查询申请进度")})
    spend(RECEIPTS, signin.address_of(request))
    code = request.POST.get("receipt", "").strip().upper()[:40]
    try:
        registration_queries.registration_by_receipt(request.actor, code)
    except NotFound:
        return redirect("claim-receipt", code or "-")
    return redirect("register-receipt", code)


@require_GET
def register_places(request: Request) -> HttpResponse:
    """Names of places to choose from while one types."""
    require(request.actor, "enrolment.register")
    typed = request.GET.get("region", "")[:40]
    return render(request, "enrolment/choices.html", {"names": orgs.places_like(typed)})


@takes_evidence
@never_cache
@require_http_methods(["GET", "POST"])
def register_receipt(request: Request, receipt: str) -> HttpResponse:
    actor = request.actor
    require(actor, "enrolment.register")
    spend(RECEIPTS, signin.address_of(request))
    row = registration_queries.registration_by_receipt(actor, receipt)
    form, status = None, 200
    if row.state == RETURNED:
        given = {name: getattr(row, name) for name in Facts.__slots__ if name != "phone"}  # typed anew: not shown
        form = EnterpriseForm(request.POST or None, request.FILES or None, initial=given)
        if request.method == "POST":
            if _may_submit(request, form):
                registration_actions.resubmit_registration(
                    actor, receipt=receipt, facts=_facts(form), document=form.document
                )
                return redirect("register-receipt", receipt)
            status = 422
    context = receipt_context(actor, row, receipt) | {"form": form}
    return render(request, "enrolment/register_receipt.html", context, status=status)


@never_cache
@require_GET
def register_evidence(request: Request, receipt: str) -> HttpResponse:
    require(request.actor, "enrolment.register")
    spend(RECEIPTS, signin.address_of(request))
    return evidence.as_download(registration_actions.open_own_evidence(request.actor, receipt=receipt))


def _may_submit(request: Request, form: Any) -> bool:
    """A form that can be taken, with `document` on it. Asked for from the budget of the address first."""
    spend(SUBMISSIONS, signin.address_of(request))
    form.document = None
    is_valid: bool = form.is_valid()
    if "evidence" in form.fields:
        try:
            form.document = document_of(request)
        except Invalid as refusal:
            form.errors.pop("evidence", None)
            form.add_error("evidence", refusal.message)
            return False
    return is_valid


def _facts(form: Any) -> Facts:
    return Facts(**{name: form.cleaned_data[name] for name in Facts.__slots__ if name != "enterprise_types"},
                 enterprise_types=tuple(form.cleaned_data["enterprise_types"] or ()))  # fmt: skip


def wanted(form: Any) -> Wanted:
    return Wanted(form.cleaned_data.get("username", ""), form.cleaned_data.get("password", ""))


def _services() -> list[Link]:
    here = reverse("register")
    return [Link(name, signin.start_identity(key, then=here)) for key, name in signin.identity_services()]


def _form_page(request: Request, form: Any, head: PageHead, *, services: list[Link] | None = None) -> HttpResponse:
    context = {"head": head, "form": form, "services": services or [], "notice_version": NOTICE_VERSION}
    status = 422 if request.method == "POST" else 200
    return render(request, "enrolment/register.html", context, status=status)
