"""Pages of the base library: the list, one patent, totals, and the import in two steps (check, confirm)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display import uploads
from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.patents import actions, details, imports, queries
from huoshui.patents.forms import UploadForm
from huoshui.patents.listings import PATENTS


@require_GET
def patent_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "patents.view")
    rows = queries.listed_patents(actor)
    if "export" in request.GET:
        return download(PATENTS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {"view": list_view(PATENTS, rows, request.GET), "head": details.list_head(actor)}
    return render(request, "patents/list.html", context)


@require_GET
def patent(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "patents.view")
    row = queries.patent_in_view(request.actor, patent_id)
    return render(request, "patents/patent.html", details.patent_context(row))


@require_GET
def institutions(request: Request) -> HttpResponse:
    require(request.actor, "patents.view")
    totals = queries.totals_by_institution(request.actor)
    return render(request, "patents/institutions.html", details.institutions_context(totals))


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "patents.import")
    form = UploadForm(request.POST or None, request.FILES or None)
    if "office" in actor.roles:
        del form.fields["owner"]
    if request.method == "POST" and form.is_valid():
        try:
            return _check(actor, form)
        except Invalid as refusal:
            said = "；".join([refusal.message, *(one.message for one in refusal.problems)])
            form.add_error("file", f"{form.cleaned_data['file'].name}：{said}")
    context = details.upload_context(form, queries.runs_in_view(actor))
    return render(request, "patents/import.html", context, status=422 if form.errors else 200)


def _check(actor: Actor, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    kept = uploads.keep(file)
    try:
        run_id = actions.begin_import(
            actor,
            path=uploads.path_of(kept),
            file_name=file.name,
            owner=form.cleaned_data.get("owner") or "",
            upload=kept,
        )
        imports.check(actor, run_id, uploads.path_of(kept))
    except BaseException:
        uploads.drop(kept)
        raise
    return redirect("patents-import-run", run_id)


@require_GET
def import_run(request: Request, run_id: int) -> HttpResponse:
    require(request.actor, "patents.import")
    run = queries.run_in_view(request.actor, run_id)
    return render(request, "patents/import_run.html", details.run_context(run))


@require_POST
def confirm(request: Request, run_id: int) -> HttpResponse:
    """Loads the file that was checked; `skip` leaves out the rows with problems, `drop` gives the upload up."""
    actor: Actor = request.actor
    require(actor, "patents.import")
    run = queries.run_in_view(actor, run_id)
    if "drop" in request.POST:
        uploads.drop(actions.give_up_import(actor, import_run_id=run.pk))
        return redirect("patents-import")
    actions.confirm_import(actor, import_run_id=run.pk, skip_bad_rows="skip" in request.POST)
    outcome = imports.finish(actor, run.pk)
    messages.success(request, f"已导入：新增 {outcome.counts.new} 件，更新 {outcome.counts.changed} 件")
    return redirect("patents-import-run", outcome.run_id)
