"""Pages of the security administrator: how long things are kept, impact assessments."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.parts import Link, PageHead, Step
from huoshui.display.query import whole_number
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid, WrongState
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.privacy import assessing, details, queries, states
from huoshui.privacy.forms import AssessmentForm, RetentionForm


@require_http_methods(["GET", "POST"])
def retention(request: Request) -> HttpResponse:
    require(request.actor, "privacy.set_retention", also=assessing.may_set_retention(request.actor))
    if request.method == "POST":
        form = RetentionForm(request.POST)
        if not form.is_valid():
            raise Invalid("请填写天数", fields={"days": "请填写天数"})
        assessing.set_retention(request.actor, **form.cleaned_data)
        messages.success(request, "保存期限已设置，当晚起按新期限清除")
        return redirect("retention")
    head = PageHead(
        "保存期限", subtitle="每晚清除到期内容；不能短于法律要求", others=(Step("影响评估", reverse("assessments")),)
    )
    return render(request, "privacy/retention.html", {"head": head, "lines": details.retention_rows()})


@require_GET
def assessments(request: Request) -> HttpResponse:
    require(request.actor, "privacy.approve")
    may_make = Policy.may(request.actor, "privacy.assess")
    head = PageHead(
        "个人信息保护影响评估",
        subtitle="报告至少保存三年（个人信息保护法第五十六条）",
        why="处理方式有变化时先评估" if may_make else "",
        step=Step("新建评估", reverse("assessment-new")) if may_make else None,
    )
    table = details.assessment_table(queries.assessments_of(request.actor.org_id))
    return render(request, "privacy/assessments.html", {"head": head, "table": table})


@require_GET
def assessment(request: Request, assessment_id: int) -> HttpResponse:
    require(request.actor, "privacy.approve")
    row = queries.assessment_of(request.actor, assessment_id)
    return render(request, "privacy/assessment.html", details.assessment_context(request.actor, row))


@require_http_methods(["GET", "POST"])
def write(request: Request, assessment_id: int = 0) -> HttpResponse:
    require(request.actor, "privacy.assess")
    row = queries.assessment_of(request.actor, assessment_id) if assessment_id else None
    if row is not None and row.state == states.APPROVED:
        raise WrongState("已批准的评估不能修改，请新建一份", assessment_id=assessment_id)
    known = {name: getattr(row, name) for name in AssessmentForm.base_fields} if row else {}
    form = AssessmentForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        day = values.pop("review_on")
        propose = "propose" in request.POST
        try:
            made = assessing.save_assessment(
                request.actor, values=values, review_on=day, assessment_id=assessment_id, propose=propose
            )
        except Invalid as refusal:
            for name, message in refusal.facts.get("fields", {}).items():
                form.add_error(name, message)
        else:
            return redirect("assessment", made)
    head = PageHead(row.title if row else "新建评估", trail=(Link("影响评估", reverse("assessments")),))
    return render(
        request, "privacy/assessment_form.html", {"head": head, "form": form}, status=422 if form.errors else 200
    )


@require_POST
def approve(request: Request) -> HttpResponse:
    assessment_id = whole_number(request.POST.get("assessment", ""))
    is_approved = request.POST.get("verdict") == "approve"
    assessing.approve_assessment(request.actor, assessment_id=assessment_id, is_approved=is_approved)
    messages.success(request, "已批准" if is_approved else "已退回")
    return redirect("assessment", assessment_id)
