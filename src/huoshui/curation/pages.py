"""Pages: the quality of the library, the queues of names, contradictions and stale rows."""

from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.curation import actions, details, queries, rules, states, tables
from huoshui.curation.forms import DecisionForm
from huoshui.curation.listings import NAMES
from huoshui.display.downloads import TYPES, download
from huoshui.display.listing import list_view
from huoshui.display.parts import Link, PageHead
from huoshui.display.query import query_url, whole_number
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound, Refusal
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui_core.standards import writing


@require_GET
def quality(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "curation.view")
    org_id = whole_number(request.GET.get("org", ""))
    standing = queries.standing(actor, org_id)
    if "export" in request.GET:
        return _sheet(request, "数据质量", *details.quality_lines(standing), demonstration=standing.demonstration)
    return render(request, "curation/quality.html", details.quality_context(actor, standing, org_id, request.GET))


@require_GET
def stale(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "curation.view")
    org_id = whole_number(request.GET.get("org", ""))
    days = whole_number(request.GET.get("days", "")) or settings.STALE_DAYS[-1]
    if days > 36_500:
        raise Invalid("天数过大", field="days")
    groups = queries.stale_groups(actor, clock.today() - timedelta(days=days), org_id)
    if "export" in request.GET:
        columns = [
            writing.Column("单位", 30),
            writing.Column("来源", 30),
            writing.Column("件数"),
            writing.Column("最早数据日期"),
        ]
        lines: list[list[writing.Cell]] = [[one.institution, one.source, one.rows, one.oldest] for one in groups]
        return _sheet(request, "陈旧专利", columns, lines, demonstration=orgs.has_demonstration())
    exports = [Link(label, query_url(request.GET, export=kind)) for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))]
    context = {
        "head": details.stale_head(actor, groups, days),
        "limits": [Link(f"{one} 天", query_url(request.GET, days=str(one))) for one in settings.STALE_DAYS],
        "days": days,
        "table": tables.stale_table(groups, exports, days, clock.today()),
    }
    return render(request, "curation/stale.html", context)


@require_GET
def conflicts(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "curation.view")
    if "export" in request.GET:
        return patents.disagreement_download(actor, request.GET)
    context = {
        "head": PageHead(
            "来源不一致",
            subtitle="两个来源对同一项目说法不同，按来源等级和日期分不出取舍的，现值不动，由人核对",
            trail=(Link("数据质量", reverse("quality")),),
        ),
        "view": patents.disagreement_view(actor, request.GET),
        "may_settle": Policy.may(actor, "curation.settle_conflicts"),
    }
    return render(request, "curation/conflicts.html", context)


@require_POST
def settle_conflicts(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "curation.settle_conflicts")
    chosen = [whole_number(one) for one in request.POST.getlist("disagreement")]
    try:
        count = actions.settle_conflicts(
            actor, ids=chosen, verdict=request.POST.get("verdict", ""), reason=request.POST.get("reason", "")
        )
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已核对 {count} 条")
    return redirect("curation-conflicts")


@require_GET
def names(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "curation.view_names")
    asked = request.GET.copy()
    asked.setdefault("state", states.OPEN)
    rows = queries.names_in_view(actor)
    if "export" in request.GET:
        params = {name: str(asked[name]) for name in asked}
        return download(NAMES, rows, params, demonstration=rows.filter(demonstration=True).exists())
    context = {
        "head": details.names_head(actor),
        "view": list_view(NAMES, rows, asked),
        "may_settle": Policy.may(actor, "curation.settle_names"),
    }
    return render(request, "curation/names.html", context)


@require_http_methods(["GET", "POST"])
def name(request: Request, review_id: int) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "curation.view_names")
    row = queries.name_in_view(actor, review_id)
    form = DecisionForm(request.POST or None, proposals=row.proposals, initial=details.initial(row))
    if request.method == "POST":
        require(actor, "curation.settle_names")
        if form.is_valid():
            try:
                decision = details.decision(row, form.cleaned_data)
                actions.settle_names(actor, decisions=[decision], reason=form.cleaned_data["reason"])
            except NotFound:
                raise
            except Refusal as refusal:
                form.add_error(None, "；".join([refusal.message, *map(str, getattr(refusal, "problems", ()))]))
            else:
                messages.success(request, f"「{row.name}」：{states.LABELS[decision.verdict]}")
                return redirect("curation-names")
    context = details.name_context(actor, row) | {"form": form}
    return render(request, "curation/name.html", context, status=422 if form.errors else 200)


@require_POST
def settle_chosen(request: Request) -> HttpResponse:
    """Shows what would move; with `confirm` it is done. Only what the rules are certain of goes in bulk."""
    actor: Actor = request.actor
    require(actor, "curation.settle_names")
    rows = [queries.name_in_view(actor, whole_number(one)) for one in request.POST.getlist("review")]
    obvious = [one for one in rows if one.state == states.OPEN and one.best_score >= rules.OBVIOUS]
    if "confirm" in request.POST and obvious:
        decisions = [actions.Decision(one.pk, states.SAME, one.proposals[0]["id"]) for one in obvious]
        try:
            done = actions.settle_names(actor, decisions=decisions, reason=request.POST.get("reason", ""))
        except Invalid as refusal:
            messages.error(request, "；".join([refusal.message, *map(str, refusal.problems)]))
        else:
            messages.success(request, f"已并入 {done} 个名称")
            return redirect("curation-names")
    return render(request, "curation/plan.html", details.plan_context(rows, obvious))


def _sheet(
    request: Request,
    title: str,
    columns: list[writing.Column],
    lines: list[list[writing.Cell]],
    *,
    demonstration: bool,
) -> HttpResponse:
    kind = request.GET["export"]
    if kind not in TYPES:
        raise Invalid("导出格式可选 xlsx 或 csv", field="export")
    buffer = BytesIO()
    sheet = writing.Sheet(title, columns, lines)
    if kind == "csv":
        writing.write_csv(buffer, sheet, demonstration=demonstration)
    else:
        writing.write_workbook(buffer, [sheet], demonstration=demonstration)
    response = HttpResponse(buffer.getvalue(), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="curation-{clock.today():%Y%m%d}.{kind}"'
    return response
