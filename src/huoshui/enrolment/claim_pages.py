"""Pages of claims: the public form and its receipt, the list and the review of the office."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import PageHead, Step
from huoshui.display.query import whole_number
from huoshui.enrolment import claim_actions, claim_queries
from huoshui.enrolment.claim_actions import Claimed
from huoshui.enrolment.claim_details import receipt_context, review_context
from huoshui.enrolment.claim_forms import ClaimForm
from huoshui.enrolment.registration_forms import RefusalForm
from huoshui.enrolment.registration_listings import CLAIMS
from huoshui.enrolment.registration_pages import RECEIPTS, SUBMISSIONS, wanted
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.budget import spend
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui.privacy.public import NOTICE_VERSION
from huoshui.signin.public import address_of

SHOWN = 10


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def claim(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "enrolment.claim")
    form = ClaimForm(request.POST or None, actor=actor)
    if request.method == "POST":
        spend(SUBMISSIONS, address_of(request))
        if form.is_valid():
            receipt = claim_actions.submit_claim(actor, claimed=_claimed(form), wanted=wanted(form))
            return redirect("claim-receipt", receipt)
    head = PageHead("认领专利", subtitle="本人是发明人、还没有账号的，在这里认领；单位确认后开通账号")
    if not actor.is_visitor:
        head = PageHead("认领专利", subtitle="本人是发明人、但清单里没有的专利，在这里认领，由单位确认")
    context = {"head": head, "form": form, "notice_version": NOTICE_VERSION}
    return render(request, "enrolment/claim.html", context, status=422 if form.errors else 200)


def _claimed(form: forms.Form) -> Claimed:
    given = form.cleaned_data
    number, title = given["patent"]
    return Claimed(given["institution"].id, number, title, given.get("person_name", ""), given["phone"])


@require_GET
def claim_institutions(request: Request) -> HttpResponse:
    """Names to choose from while one types: the directory is public."""
    require(request.actor, "enrolment.claim")
    typed = request.GET.get("institution", "").strip()[:50]
    found = orgs.like("institution", [typed], most=SHOWN) if typed else []
    return render(request, "enrolment/choices.html", {"names": [one.name for one in found]})


@never_cache
@require_GET
def claim_receipt(request: Request, receipt: str) -> HttpResponse:
    require(request.actor, "enrolment.claim")
    spend(RECEIPTS, address_of(request))
    row = claim_queries.claim_by_receipt(request.actor, receipt)
    return render(request, "enrolment/claim_receipt.html", receipt_context(row, receipt))


@require_GET
def claim_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "enrolment.review_claims")
    rows = claim_queries.claims_in_view()
    if "export" in request.GET:
        return download(CLAIMS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    waiting = claim_queries.claims_waiting(actor)
    head = PageHead(
        "专利认领申请",
        subtitle="没有账号的发明人认领本单位的专利",
        why=f"{waiting} 份申请待确认" if waiting else "",
        step=Step("看待审核", "?state=submitted") if waiting else None,
    )
    return render(request, "enrolment/claims.html", {"head": head, "view": list_view(CLAIMS, rows, request.GET)})


@never_cache
@require_http_methods(["GET", "POST"])
def claim_review(request: Request, claim_id: int) -> HttpResponse:
    """`verdict` is the button pressed."""
    actor: Actor = request.actor
    require(actor, "enrolment.review_claims")
    row = claim_queries.claim_in_view(claim_id)
    form = RefusalForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _decide(request, row.pk, form))
            return redirect("claim-review", claim_id)
        except Invalid as refusal:
            form.add_error("reason", refusal.message)
            status = 422
    return render(request, "enrolment/claim_review.html", review_context(actor, row) | {"form": form}, status=status)


def _decide(request: Request, claim_id: int, form: RefusalForm) -> str:
    verdict = request.POST.get("verdict", "")
    if verdict == "approve":
        chosen = {
            name: whole_number(request.POST.get(name, ""))
            for name in ("organisation_id", "patent_id", "linked_user_id")
        }
        if "linked_user_id" not in request.POST and claim_queries.must_tell_apart(claim_id):
            raise Invalid("本单位已有同名发明人，请选择是否为同一人")
        claim_actions.approve_claim(request.actor, claim_id=claim_id, **chosen)
        return "已确认，申请人凭回执可看到登录方式"
    if verdict == "refuse":
        claim_actions.refuse_claim(request.actor, claim_id=claim_id, reason=form.cleaned_data["reason"])
        return "已记录为不予确认"
    raise Invalid("请选择办理结论")
