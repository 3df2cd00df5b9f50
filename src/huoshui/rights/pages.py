"""Pages of rights: the list of events, and the import in two steps (check, confirm)."""

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
from huoshui.rights import actions, queries, run_details
from huoshui.rights.forms import UploadForm
from huoshui.rights.listings import EVENTS


@require_GET
def event_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "rights.list")
    rows = queries.events_in_view(actor)
    if "export" in request.GET:
        return download(EVENTS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {"view": list_view(EVENTS, rows, request.GET), "head": run_details.list_head(actor)}
    return render(request, "rights/list.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "rights.import")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _check(actor, form)
        except Invalid as refusal:
            said = "；".join([refusal.message, *(one.message for one in refusal.problems)])
            form.add_error("file", f"{form.cleaned_data['file'].name}：{said}")
    context = run_details.upload_context(form, queries.runs_in_view(actor))
    return render(request, "rights/import.html", context, status=422 if form.errors else 200)


def _check(actor: Actor, form: UploadForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    kept = uploads.keep(file)
    try:
        outcome = actions.import_events(
            actor,
            path=uploads.path_of(kept),
            file_name=file.name,
            as_of=form.cleaned_data["as_of"],
            dry_run=True,
            upload=kept,
        )
    except BaseException:
        uploads.drop(kept)
        raise
    return redirect("legal-events-run", outcome.run_id)


@require_GET
def import_run(request: Request, run_id: int) -> HttpResponse:
    require(request.actor, "rights.import")
    run = queries.run_in_view(request.actor, run_id)
    return render(request, "rights/import_run.html", run_details.run_context(run))


@require_POST
def confirm(request: Request, run_id: int) -> HttpResponse:
    """Loads the file that was checked; `skip` leaves out the rows with problems, `drop` gives the upload up."""
    actor: Actor = request.actor
    require(actor, "rights.import")
    run = queries.run_in_view(actor, run_id)
    if "drop" in request.POST:
        uploads.drop(actions.give_up_events(actor, run_id=run.pk))
        return redirect("legal-events-import")
    outcome = actions.import_events(
        actor,
        path=uploads.path_of(run.upload),
        file_name=run.file_name,
        as_of=run.as_of,
        skip_bad_rows="skip" in request.POST,
    )
    uploads.drop(actions.give_up_events(actor, run_id=run.pk))
    messages.success(request, f"已导入：新增 {outcome.counts.new} 条，涉及专利 {outcome.counts.patents} 件")
    return redirect("legal-events-run", outcome.run_id)
