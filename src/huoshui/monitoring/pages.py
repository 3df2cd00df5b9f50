"""Progress by institution: chart, table twin, every figure opening its list."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huoshui.display.downloads import TYPES
from huoshui.display.filters import Filter, chosen_of, filter_bar
from huoshui.display.parts import PageHead
from huoshui.display.query import query_url
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.monitoring import queries, tables
from huoshui.monitoring.indicators import INDICATORS, Standing
from huoshui.orgs import public as orgs
from huoshui_core.reference import LINES
from huoshui_core.standards import writing
from huoshui_core.standards.writing import Cell

FILTERS = (
    Filter(
        "institution_type",
        "机构类型",
        choices=[("university", "高校"), ("institute", "科研机构"), ("hospital", "医院")],
    ),
    Filter("line", "条线", choices=[(str(one.number), one.name) for one in LINES]),
)


@require_GET
def progress(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "monitoring.view")
    narrowed = {"institution_type": "", "line": ""} | chosen_of(FILTERS, request.GET)
    rows = queries.standings(actor, line=int(narrowed["line"] or 0), institution_type=narrowed["institution_type"])
    rows = tables.ordered(rows, request.GET.get("sort", ""))
    total = queries.whole(rows, "合计")
    if "export" in request.GET:
        return _export(request, rows, total)
    context = {
        "head": PageHead("盘点进展", subtitle=f"{actor.org_name} · {len(rows)} 家单位 · 截至 {clock.today():%Y-%m-%d}"),
        "bar": filter_bar(FILTERS, request.GET),
        "chart": tables.rate_chart(rows) if rows else None,
        "table": tables.progress_table(rows, total, _sort_urls(request), narrowed),
        "indicators": INDICATORS,
    }
    return render(request, "monitoring/progress.html", context)


def _sort_urls(request: Request) -> dict[str, str]:
    current = request.GET.get("sort", "")
    urls = {key: query_url(request.GET, sort=f"-{key}" if current == key else key) for key in tables.SORTS}
    return urls | {f"export_{kind}": query_url(request.GET, export=kind) for kind in TYPES}


def _export(request: Request, rows: list[Standing], total: Standing) -> HttpResponse:
    kind = request.GET["export"]
    if kind not in TYPES:
        raise Invalid("导出格式可选 xlsx 或 csv", field="export")
    columns = [writing.Column("单位", 30), *(writing.Column(f"{one.label}（{one.unit}）", 14) for one in INDICATORS)]
    lines: list[list[Cell]] = [
        [one.name, *(indicator.value(one) for indicator in INDICATORS)] for one in [*rows, total]
    ]
    sheet = writing.Sheet("盘点进展", columns, lines)
    buffer = BytesIO()
    invented = orgs.has_demonstration()
    if kind == "csv":
        writing.write_csv(buffer, sheet, demonstration=invented)
    else:
        writing.write_workbook(buffer, [sheet], demonstration=invented)
    response = HttpResponse(buffer.getvalue(), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="progress-{clock.today():%Y%m%d}.{kind}"'
    return response
