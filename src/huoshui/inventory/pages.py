"""Pages of the inventory: the list, one dossier, reviews."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import TYPES, download
from huoshui.display.listing import list_view
from huoshui.display.query import whole_number
from huoshui.inventory import actions, details, forms, queries, sheets, states
from huoshui.inventory.listings import DOSSIERS, first_things_first
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request

LIST = "dossiers"


@require_GET
def dossier_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "inventory.view")
    rows, asked = queries.listed_dossiers(actor), first_things_first(request.GET)
    if "export" in request.GET:
        return download(DOSSIERS, rows, _told(asked), demonstration=rows.filter(demonstration=True).exists())
    counts = queries.counts_by_state(actor)
    context = {
        "view": list_view(DOSSIERS, rows, asked),
        "head": details.list_head(actor, counts),
        "figures": details.state_figures(counts, first=queries.first_waiting(actor)),
        "bulk": details.bulk_steps(actor),
        "people": details.people_to_assign(actor),
    }
    return render(request, "inventory/list.html", context)


def _told(asked: QueryDict) -> dict[str, str]:
    return {name: str(asked[name]) for name in asked}


@require_http_methods(["GET", "POST"])
def dossier(request: Request, dossier_id: int) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "inventory.view")
    row = queries.dossier_in_view(actor, dossier_id)
    form = forms.dossier_form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and "accept" not in request.POST:
        try:
            return _save(request, actor, row.pk, form)
        except Invalid as refusal:
            _mark(form, refusal)
    status = 422 if form.errors and "accept" not in request.POST else 200
    return render(request, "inventory/dossier.html", details.dossier_context(actor, row, form), status=status)


def _mark(form: Any, refusal: Invalid) -> None:
    """What the action says beyond the form, beside the field that it names."""
    for name, message in refusal.facts.get("fields", {}).items():
        if name not in form.fields:
            form.add_error(None, message)
        elif (told := message.removeprefix(f"{form.fields[name].label}：")) not in form.errors.get(name, []):
            form.add_error(name, told)


def _save(request: Request, actor: Actor, dossier_id: int, form: Any) -> HttpResponse:
    form.is_valid()  # marks each field; the action decides
    values = {name: form.cleaned_data.get(name, form[name].value()) for name in form.fields}
    version = whole_number(request.POST.get("version", ""))
    if "draft" in request.POST:
        actions.save_dossier(actor, dossier_id=dossier_id, values=values, version=version)
        messages.success(request, "草稿已保存")
        return redirect("dossier", dossier_id)
    actions.submit_dossier(actor, dossier_id=dossier_id, values=values, version=version)
    following = queries.next_to_fill(actor, after_id=dossier_id)
    messages.success(request, "已提交审核" + ("，这是下一件待盘点专利" if following else "，您的专利已全部盘点"))
    return redirect("dossier", following) if following else redirect(LIST)


@require_GET
def next_dossier(request: Request) -> HttpResponse:
    require(request.actor, "inventory.fill")
    following = queries.next_to_fill(request.actor, after_id=0)
    return redirect("dossier", following) if following else redirect(LIST)


@require_POST
def review(request: Request) -> HttpResponse:
    """One or many dossiers; `verdict` is the button pressed."""
    chosen = [whole_number(one) for one in request.POST.getlist("dossier")]
    verdict, comment = request.POST.get("verdict", ""), request.POST.get("comment", "")
    moved = actions.review_dossiers(request.actor, dossier_ids=chosen, verdict=verdict, comment=comment)
    messages.success(request, f"{states.TWO_STEP.moves[verdict].label}：{moved} 件")
    return redirect(_back(request))


@require_POST
def assign(request: Request) -> HttpResponse:
    """The ticked dossiers to one inventor, and into the care of their college."""
    chosen = [whole_number(one) for one in request.POST.getlist("dossier")]
    person = whole_number(request.POST.get("person", ""))
    moved = actions.entrust_dossiers(request.actor, dossier_ids=chosen, responsible_id=person)
    messages.success(request, f"已分派 {moved} 件")
    return redirect(_back(request))


@require_POST
def reopen(request: Request, dossier_id: int) -> HttpResponse:
    actions.reopen_dossiers(request.actor, dossier_ids=[dossier_id])
    messages.success(request, "已退回草稿，资源库中的对应条目将随即撤下")
    return redirect("dossier", dossier_id)


def _back(request: Request) -> str:
    """Only a place of our own list: never a redirect somebody else chose."""
    state = request.POST.get("state", "")
    return reverse(LIST) + (f"?state={state}" if state in states.LABELS else "")


@require_GET
def sheet(request: Request) -> HttpResponse:
    """What waits to be filled, as a workbook to fill and send back."""
    require(request.actor, "inventory.fill")
    rows = queries.dossiers_to_fill(request.actor)
    content = sheets.filled_workbook(rows, demonstration=rows.filter(demonstration=True).exists())
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="dossiers-{clock.today():%Y%m%d}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def batch(request: Request) -> HttpResponse:
    require(request.actor, "inventory.fill")
    form = forms.batch_form(request.actor, request.POST or None, request.FILES or None)
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            done = _import(request.actor, form.cleaned_data)
        except Invalid as refusal:
            problems = tuple(refusal.problems)
            form.add_error("file", refusal.message)
        else:
            messages.success(request, f"已写入 {done} 件")
            return redirect(LIST)
    context = details.batch_context(form, problems, waiting=queries.dossiers_to_fill(request.actor).count())
    return render(request, "inventory/batch.html", context, status=422 if form.errors else 200)


def _import(actor: Actor, asked: dict[str, Any]) -> int:
    return sheets.with_upload(asked["file"], partial(actions.import_dossiers, actor, move=asked["move"]))
