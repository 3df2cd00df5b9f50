"""Progress by institution: chart, table twin, every figure opening its list."""

from io import BytesIO

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huoshui.display.downloads import TYPES
from huoshui.display.parts import PageHead
from huoshui.display.query import filter_bar, query_url
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


class ProgressFilter(forms.Form):
    institution_type = forms.ChoiceField(
        label="机构类型",
        required=False,
        choices=[("", "全部"), ("university", "高校"), ("institute", "科研机构"), ("hospital", "医院")],
    )
    line = forms.ChoiceField(
        label="条线", required=False, choices=[("", "全部"), *((str(one.number), one.name) for one in LINES)]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


@require_GET
def progress(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "monitoring.view")
    form = ProgressFilter(request.GET)
    if not form.is_valid():
        raise Invalid("筛选条件无效，请从列表中选择", fields=form.errors.get_json_data())
    narrowed = {name: form.cleaned_data[name] for name in ("institution_type", "line")}
    rows = queries.standings(actor, line=int(narrowed["line"] or 0), institution_type=narrowed["institution_type"])
    rows = tables.ordered(rows, request.GET.get("sort", ""))
    total = queries.whole(rows, "合计")
    if "export" in request.GET:
        return _export(request, rows, total)
    context = {
        "head": PageHead("盘点进展", subtitle=f"{actor.org_name} · {len(rows)} 家单位 · 截至 {clock.today():%Y-%m-%d}"),
        "bar": filter_bar(form, request.GET),
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
