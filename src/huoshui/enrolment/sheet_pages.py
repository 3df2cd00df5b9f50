"""Pages of the table of people: upload and check, confirm, the links to hand out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import TYPES
from huoshui.display.parts import PageHead, RowProblem
from huoshui.enrolment import people_details, queries, sheet_actions, sheet_files, sheet_rows
from huoshui.enrolment.people_forms import SheetForm
from huoshui.enrolment.people_pages import join_address
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, WrongState
from huoshui.kernel.request import Request
from huoshui_core.standards.writing import template as empty_template

HEAD = "用表格批量开设账号"
TEXT = "人事处导出的名单即可：有工号、姓名两列就行。先检查，不会马上写入；已有账号的自动关联，不会重复开设。"


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    require(request.actor, "enrolment.open")
    form = SheetForm(request.POST or None, request.FILES or None)
    problems: tuple[RowProblem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                "people-sheet-checked", sheet_actions.check_upload(request.actor, form.cleaned_data["file"])
            )
        except Invalid as refusal:
            form.add_error("file", refusal.message)
            problems = tuple(refusal.problems)
    context = {
        "form": form,
        "head": PageHead(HEAD, TEXT, trail=people_details.trail()),
        "problems": problems,
        "sheets": queries.sheets_in_view(request.actor)[:10],
    }
    return render(request, "enrolment/people/sheet.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: Request) -> HttpResponse:
    require(request.actor, "enrolment.open")
    return _workbook(empty_template(sheet_rows.ACCOUNT), "people-template.xlsx")


@require_GET
def checked(request: Request, sheet_id: int) -> HttpResponse:
    require(request.actor, "enrolment.open")
    row = queries.sheet_in_view(request.actor, sheet_id)
    planned = _planned(request.actor, row)
    links = len(queries.links_of_sheet(request.actor, row.pk)) if row.applied_at else 0
    return render(request, "enrolment/people/checked.html", people_details.sheet_context(row, planned, links))


@require_POST
def confirm(request: Request, sheet_id: int) -> HttpResponse:
    if "drop" in request.POST:
        sheet_actions.give_up_sheet(request.actor, sheet_id=sheet_id)
        return redirect("people-sheet")
    counts = sheet_actions.apply_sheet(request.actor, sheet_id=sheet_id)
    messages.success(request, f"已新开 {counts['new']} 个账号，关联 {counts['link']} 个")
    return redirect("people-sheet-checked", sheet_id)


@require_GET
def workbook(request: Request, sheet_id: int) -> HttpResponse:
    require(request.actor, "enrolment.open")
    row = queries.sheet_in_view(request.actor, sheet_id)
    planned = _planned(request.actor, row)
    if planned is None:
        raise WrongState("这份表格已过保存期，请重新上传")
    cells = sheet_rows.from_text(row.content, row.file_name)
    return _workbook(sheet_files.checked_workbook(cells, planned), f"people-checked-{clock.today():%Y%m%d}.xlsx")


@never_cache
@require_POST
def links(request: Request, sheet_id: int) -> HttpResponse:
    """As a workbook, or as cards to print and cut."""
    sheet_actions.hand_out_links(request.actor, sheet_id=sheet_id)
    rows = queries.links_of_sheet(request.actor, sheet_id)
    if request.POST.get("as") != "cards":
        content = sheet_files.links_workbook(rows, lambda token: join_address(request, token))
        return _workbook(content, f"invitations-{clock.today():%Y%m%d}.xlsx")
    cards = people_details.cards(rows, lambda token: join_address(request, token))
    return render(request, "enrolment/people/cards.html", {"cards": cards})


def _planned(actor: Actor, row: Any) -> sheet_rows.Planned | None:
    """As things stand now; None once the rows are gone."""
    return sheet_rows.plan(actor, sheet_rows.from_text(row.content, row.file_name)) if row.content else None


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
