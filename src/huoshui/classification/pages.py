"""Pages: how patents spread over industries, which tables say so, one edition with its rows."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from huoshui.classification import actions, details, queries
from huoshui.classification.active import attributor
from huoshui.classification.listings import ENTRIES
from huoshui.display.downloads import TYPES, download
from huoshui.display.filters import Filter, chosen_of, filter_bar
from huoshui.display.listing import list_view
from huoshui.display.parts import Link, PageHead, Step
from huoshui.display.query import query_url, whole_number
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui_core.classing.concordance import SCHEMES
from huoshui_core.standards import writing


def _name(value: str) -> str:
    card = orgs.card(whole_number(value))
    return card.name if card else value


FILTERS = (
    Filter("scheme", "类别", choices=list(SCHEMES.items()), whole=""),
    Filter("measure", "计数", choices=[("whole", "件数"), ("share", "份额")], whole=""),
    Filter("org", "单位", kind="hidden", word=_name),
)


@require_GET
def figures(request: Request) -> HttpResponse:
    actor = request.actor
    require(actor, "classification.view_figures")
    chosen = chosen_of(FILTERS, request.GET)
    scheme = chosen.get("scheme", "gbt4754")
    org_id = whole_number(chosen.get("org", ""))
    whole = chosen.get("measure") != "share"
    rows, one = queries.sums(scheme, org_ids=[org_id] if org_id else None), attributor()
    if not whole:
        rows.sort(key=lambda each: (-each.share, each.code))
    if "export" in request.GET:
        return _export(request.GET["export"], scheme, rows)
    exports = tuple(
        Link(label, query_url(request.GET, export=kind)) for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))
    )
    context = {
        "head": PageHead(
            "产业分布",
            subtitle=f"{_name(str(org_id)) if org_id else actor.org_name} · 基础库全部专利（不含外观设计）",
            others=(Step("参照表", reverse("reference-tables")),),
        ),
        "bar": filter_bar(FILTERS, request.GET),
        "chart": details.figures_chart(scheme, rows, one, whole=whole, org_id=org_id) if rows else None,
        "table": details.figures_table(scheme, rows, one, org_id=org_id, exports=exports),
    }
    return render(request, "classification/figures.html", context)


def _export(kind: str, scheme: str, rows: list[queries.CodeSum]) -> HttpResponse:
    if kind not in TYPES:
        raise Invalid("导出格式可选 xlsx 或 csv", field="export")
    labels = details.labels_of(attributor(), scheme)
    heads = [
        writing.Column("代码", 10),
        writing.Column("类别", 40),
        writing.Column("件数", 12),
        writing.Column("份额", 12),
    ]
    lines: list[list[writing.Cell]] = [
        [each.code, labels.get(each.code, each.code), each.patents, round(each.share, 2)] for each in rows
    ]
    sheet, buffer = writing.Sheet("产业分布", heads, lines), BytesIO()
    if kind == "csv":
        writing.write_csv(buffer, sheet, demonstration=queries.has_demonstration())
    else:
        writing.write_workbook(buffer, [sheet], demonstration=queries.has_demonstration())
    response = HttpResponse(buffer.getvalue(), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="industries-{clock.today():%Y%m%d}.{kind}"'
    return response


@require_GET
def tables(request: Request) -> HttpResponse:
    require(request.actor, "classification.view_tables")
    return render(request, "classification/tables.html", details.tables_context(request.actor))


@require_GET
def edition(request: Request, edition_id: int) -> HttpResponse:
    require(request.actor, "classification.view_tables")
    one = queries.any_edition(edition_id)
    rows = queries.entries(edition_id)
    if "export" in request.GET:
        return download(ENTRIES, rows, request.GET.dict(), demonstration=False)
    context = details.edition_context(request.actor, one) | {"view": list_view(ENTRIES, rows, request.GET)}
    return render(request, "classification/edition.html", context)


@require_POST
def switch(request: Request) -> HttpResponse:
    """`edition` 0 goes back to the package's own table."""
    table, edition_id = request.POST.get("table", ""), whole_number(request.POST.get("edition", ""))
    changed = actions.switch_table(request.actor, table=table, edition_id=edition_id)
    messages.success(request, f"已切换，与原表相差 {changed} 条；各单位的产业分布随后重新计算")
    return redirect("reference-tables")
