"""An import on the web: upload, say what the columns are where that is not plain, read the check, confirm, watch."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display import uploads
from huoshui.display.downloads import TYPES
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.paging import page
from huoshui.kernel.request import Request
from huoshui.patents import actions, import_details, import_facts, import_jobs, imports, queries, returning, states
from huoshui.patents.forms import ColumnsForm, UploadForm
from huoshui.patents.import_rows import rows_context
from huoshui.patents.loading.spool import digest_of
from huoshui.patents.models import STANDARD, ImportRun
from huoshui.patents.rules import About
from huoshui_core.standards import Unreadable
from huoshui_core.standards.reading import ColumnProposal, suggest_columns

AT_ONCE_ROWS = 2_000


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "patents.import")
    form = UploadForm(request.POST or None, request.FILES or None)
    if "office" in actor.roles:
        del form.fields["owner"]
    if request.method == "POST" and form.is_valid():
        try:
            return _begin(actor, form)
        except Invalid as refusal:
            said = "；".join([refusal.message, *(one.message for one in refusal.problems)])
            form.add_error("file", f"{form.cleaned_data['file'].name}：{said}")
    runs = page(
        queries.runs_in_view(actor),
        import_details.LATEST_FIRST,
        cursor=request.GET.get("cursor", ""),
        size=import_details.RUNS_SHOWN,
    )
    context = import_details.upload_context(form, runs, request.GET)
    return render(request, "patents/import.html", context, status=422 if form.errors else 200)


def _begin(actor: Actor, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    kept = uploads.keep(file)
    try:
        proposal = _proposed(kept, file.name, {})
        remembered = queries.remembered_columns(actor, proposal.fingerprint)
        about = About(remembered.headings, remembered.source_kind) if remembered else About()
        run_id = actions.begin_import(
            actor,
            digest=digest_of(uploads.path_of(kept)),
            file_name=file.name,
            owner=form.cleaned_data.get("owner") or "",
            upload=kept,
            about=about,
        )
        plain = all(column.sure in {"known", "chosen"} for column in proposal.columns)
        if not remembered and (not plain or proposal.missing):
            return redirect("patents-import-columns", run_id)
        _check(actor, run_id, kept)
    except BaseException:
        uploads.drop(kept)
        raise
    return redirect("patents-import-run", run_id)


def _proposed(kept: str, name: str, headings: dict[str, str]) -> ColumnProposal:
    try:
        return suggest_columns(uploads.path_of(kept), STANDARD, headings=headings, name=name)
    except Unreadable as fault:
        raise Invalid("文件无法读取，未导入任何内容", problems=[fault.problem]) from fault


def _check(actor: Actor, run_id: int, kept: str) -> None:
    path = uploads.path_of(kept)
    if path.stat().st_size > returning.AT_ONCE_BYTES:
        import_jobs.ask(actor, run_id)
    else:
        imports.check(actor, run_id, path)


@require_http_methods(["GET", "POST"])
def columns(request: Request, run_id: int) -> HttpResponse:
    """What each column is, with its first values; what is chosen is remembered for files with the same headings."""
    actor: Actor = request.actor
    require(actor, "patents.import")
    run = queries.run_in_view(actor, run_id)
    if run.state not in {states.CHECKING, states.CHECKED}:
        return redirect("patents-import-run", run_id)
    proposal = _proposed(run.upload, run.file_name, run.headings)
    form = ColumnsForm(request.POST or None, proposal=proposal, run=run)
    if request.method == "POST" and form.is_valid():
        about = form.about()
        actions.remember_columns(
            actor, fingerprint=proposal.fingerprint, headings=about.headings, source_kind=about.source_kind
        )
        actions.describe_import(actor, import_run_id=run_id, about=about)
        try:
            _check(actor, run_id, run.upload)
        except Invalid as refusal:
            messages.error(request, "；".join([refusal.message, *(one.message for one in refusal.problems)]))
        return redirect("patents-import-run", run_id)
    context = import_details.columns_context(run, form, proposal)
    return render(request, "patents/import_columns.html", context, status=422 if form.errors else 200)


@require_GET
def import_run(request: Request, run_id: int) -> HttpResponse:
    require(request.actor, "patents.import")
    run = queries.run_in_view(request.actor, run_id)
    return render(request, "patents/import_run.html", import_details.run_context(request.actor, run))


@require_GET
def progress(request: Request, run_id: int) -> HttpResponse:
    """The bar alone, for polling; once another stage has begun, or none, the page is asked for again."""
    require(request.actor, "patents.import")
    run = queries.run_in_view(request.actor, run_id)
    reply = render(request, "parts/progress.html", {"progress": import_details.progress(run)})
    stage = import_facts.stage(run)
    if not stage or request.GET.get("stage", stage) != stage:
        reply["HX-Refresh"] = "true"
    return reply


@require_GET
def import_rows(request: Request, run_id: int) -> HttpResponse:
    """The rows behind a figure; `what` names it."""
    require(request.actor, "patents.import")
    run = queries.run_in_view(request.actor, run_id)
    context = rows_context(request.actor, run, request.GET.get("what", "rows"))
    return render(request, "patents/import_rows.html", context)


@require_GET
def changes(request: Request, run_id: int) -> HttpResponse:
    """Every value that becomes, or became, another."""
    require(request.actor, "patents.import")
    run = queries.run_in_view(request.actor, run_id)
    return _file(import_details.changes_workbook(run), "xlsx", f"patents-changes-{run.pk}")


@require_GET
def errors(request: Request, run_id: int) -> HttpResponseBase:
    """The file as it came, with what is wrong in each row."""
    require(request.actor, "patents.import")
    run = queries.run_in_view(request.actor, run_id)
    path = returning.written(run) or returning.write(run)
    kind = path.suffix.removeprefix(".")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"patents-errors-{run.pk}.{kind}", content_type=TYPES[kind]
    )


def _file(content: BytesIO, kind: str, name: str) -> HttpResponse:
    reply = HttpResponse(content.getvalue(), content_type=TYPES[kind])
    reply["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return reply


@require_POST
def confirm(request: Request, run_id: int) -> HttpResponse:
    """Loads the file that was checked; `skip` leaves out the rows with problems, `drop` gives the upload up."""
    actor: Actor = request.actor
    require(actor, "patents.import")
    run = queries.run_in_view(actor, run_id)
    if "drop" in request.POST:
        uploads.drop(actions.give_up_import(actor, import_run_id=run.pk))
        return redirect("patents-import")
    if run.state == states.CHECKED:
        actions.confirm_import(actor, import_run_id=run.pk, skip_bad_rows="skip" in request.POST)
    elif run.state != states.APPLYING:
        raise NotFound("这次导入已经结束", import_run_id=run_id)
    _apply(request, actor, run)
    return redirect("patents-import-run", run.pk)


def _apply(request: Request, actor: Actor, run: ImportRun) -> None:
    if run.new + run.changed > AT_ONCE_ROWS:
        import_jobs.ask(actor, run.pk)
        return
    outcome: Any = imports.finish(actor, run.pk)
    messages.success(request, f"已导入：新增 {outcome.counts.new} 件，更新 {outcome.counts.changed} 件")
