"""Pages of funding: the list, one patent, the sheet, the annual report."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import TYPES, download
from huoshui.display.listing import list_view
from huoshui.display.query import whole_number
from huoshui.funding import actions, details, queries, report, rules, sheets
from huoshui.funding.forms import DeclareForm, ProjectForm, ReasonForm, SheetForm
from huoshui.funding.listings import listing_for
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui_core.standards.writing import template as empty_template


@require_GET
def funding_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "funding.view")
    rows, listing = queries.declarations_in_view(actor), listing_for(actor)
    if "export" in request.GET:
        return download(listing, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {"view": list_view(listing, rows, request.GET)} | details.list_context(actor)
    return render(request, "funding/list.html", context)


@require_GET
def patent(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "funding.view")
    row = queries.declaration_in_view(request.actor, patent_id)
    return render(request, "funding/patent.html", details.patent_context(request.actor, row))


@require_POST
def declare(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "funding.declare")
    said = partial(actions.declare, request.actor, patent_id=patent_id)
    return _done(request, patent_id, "declare", DeclareForm(request.POST), lambda given: said(**given), "已声明")


@require_POST
def withdraw(request: Request, patent_id: int) -> HttpResponse:
    actions.withdraw(request.actor, patent_id=patent_id)
    messages.success(request, "已撤回声明，项目和理由仍保留")
    return redirect("funding-patent", patent_id)


@require_POST
def add_project(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "funding.declare")

    def add(given: dict[str, Any]) -> None:
        actions.add_project(request.actor, patent_id=patent_id, project=rules.project_of(given))

    return _done(request, patent_id, "project", ProjectForm(request.POST), add, "已登记项目")


@require_POST
def remove_project(request: Request, patent_id: int, project_id: int) -> HttpResponse:
    actions.remove_project(request.actor, patent_id=patent_id, project_id=project_id)
    messages.success(request, "已删除项目")
    return redirect("funding-patent", patent_id)


@require_POST
def give_reason(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "funding.give_reason")
    give = partial(actions.give_reason, request.actor, patent_id=patent_id)
    return _done(request, patent_id, "reason", ReasonForm(request.POST), lambda given: give(**given), "已登记理由")


@require_POST
def take_back_reason(request: Request, patent_id: int, reason_id: int) -> HttpResponse:
    actions.take_back_reason(request.actor, patent_id=patent_id, reason_id=reason_id)
    messages.success(request, "已撤回理由")
    return redirect("funding-patent", patent_id)


def _done(
    request: Request, patent_id: int, name: str, form: Form, act: Callable[[dict[str, Any]], None], told: str
) -> HttpResponse:
    """The form of one part of the page: acted upon, or shown again beside what is wrong with it."""
    row = queries.declaration_in_view(request.actor, patent_id)
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Invalid as refusal:
            for field, said in refusal.facts.get("fields", {}).items():
                form.add_error(field if field in form.fields else None, said)
        else:
            messages.success(request, told)
            return redirect("funding-patent", patent_id)
    context = details.patent_context(request.actor, row, {name: form})
    return render(request, "funding/patent.html", context, status=422)


@require_http_methods(["GET", "POST"])
def sheet(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "funding.import")
    form = SheetForm(request.POST or None, request.FILES or None)
    problems: tuple[Any, ...] = ()
    checked = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            outcome = _import(actor, asked["file"], dry_run=asked["move"] == "check")
        except Invalid as refusal:
            problems = tuple(refusal.problems)
            form.add_error("file", refusal.message)
        else:
            if asked["move"] == "write":
                messages.success(request, f"已更新 {outcome.changed} 件，{outcome.same} 件没有变化")
                return redirect("funding")
            checked = outcome
    context = details.sheet_context(form, problems, checked)
    return render(request, "funding/sheet.html", context, status=422 if form.errors else 200)


def _import(actor: Actor, file: Any, *, dry_run: bool) -> actions.SheetOutcome:
    def read(path: Any, name: str) -> actions.SheetOutcome:
        return actions.import_declarations(actor, path=path, file_name=name, dry_run=dry_run)

    return sheets.with_upload(file, read)


@require_GET
def template(request: Request) -> HttpResponse:
    require(request.actor, "funding.import")
    return _workbook(empty_template(rules.STANDARD), "funding-template.xlsx")


@require_GET
def annual_report(request: Request) -> HttpResponse:
    """?year=2026; without it, this year so far."""
    actor: Actor = request.actor
    require(actor, "funding.report")
    today = clock.today()
    year = whole_number(request.GET.get("year", "")) or today.year
    if not 2000 <= year <= today.year:
        raise Invalid(f"年度应为 2000 至 {today.year}", field="year")
    invented = queries.declarations_in_view(actor).filter(demonstration=True).exists()
    content = report.workbook(actor, year=year, today=today, demonstration=invented)
    return _workbook(content, f"funding-report-{year}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
