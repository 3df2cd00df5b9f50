"""Pages of annual fees: the calendar as a list, one patent's years, marks, and the calendar as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.query import whole_number
from huoshui.fees import actions, details, queries
from huoshui.fees.calendar_file import calendar_file, file_name
from huoshui.fees.forms import PaidForm, ReductionForm
from huoshui.fees.listings import listing_for
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request

CALENDAR = "text/calendar; charset=utf-8"


@require_GET
def fee_list(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "fees.view")
    rows, listing = queries.fees_in_view(actor), listing_for(actor)
    if "export" in request.GET:
        return download(listing, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {"view": list_view(listing, rows, request.GET)} | details.list_context(actor, None)
    return render(request, "fees/list.html", context)


@require_GET
def patent(request: Request, patent_id: int) -> HttpResponse:
    require(request.actor, "fees.view")
    row = queries.fee_in_view(request.actor, patent_id)
    return render(request, "fees/patent.html", details.patent_context(request.actor, row))


@require_POST
def paid(request: Request, patent_id: int) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "fees.mark")
    row = queries.fee_in_view(actor, patent_id)
    form = PaidForm(request.POST, owed=details.owed(row))
    if form.is_valid():
        try:
            actions.mark_paid(actor, patent_id=patent_id, **form.cleaned_data)
        except Invalid as refusal:
            for name, said in refusal.facts.get("fields", {}).items():
                form.add_error(name, said)
        else:
            messages.success(request, f"已标注第 {form.cleaned_data['year']} 年度已缴")
            return redirect("fees-patent", patent_id)
    return render(request, "fees/patent.html", details.patent_context(actor, row, form), status=422)


@require_POST
def drop(request: Request) -> HttpResponse:
    """One patent, or those ticked in the list."""
    require(request.actor, "fees.mark")
    rows = [whole_number(one) for one in request.POST.getlist("fee")]
    chosen = queries.patent_ids_of_rows(request.actor, rows)
    marked = actions.mark_to_drop(request.actor, patent_ids=chosen, reason=request.POST.get("reason", ""))
    messages.success(request, f"已标注拟放弃 {marked} 件")
    return redirect("fees-patent", chosen[0]) if "one" in request.POST else redirect("fees")


@require_POST
def take_back(request: Request, patent_id: int) -> HttpResponse:
    mark, year = request.POST.get("mark", ""), whole_number(request.POST.get("year", ""))
    actions.take_back_mark(request.actor, patent_id=patent_id, mark=mark, year=year)
    messages.success(request, "已撤回标注")
    return redirect("fees-patent", patent_id)


@require_POST
def reduction(request: Request) -> HttpResponse:
    require(request.actor, "fees.set_reduction")
    form = ReductionForm(request.POST)
    if not form.is_valid():
        raise Invalid("减缴年数应为 0 至 20 的整数", fields={"years": "请填写 0 至 20"})
    actions.set_reduction(request.actor, years=form.cleaned_data["years"])
    messages.success(request, "已登记，系统正在重新推算本单位的年费")
    return redirect("fees")


@require_GET
def calendar(request: Request) -> HttpResponse:
    """Everything with a fee to come, in the actor's view: an office its unit's, an inventor their own."""
    actor: Actor = request.actor
    require(actor, "fees.calendar")
    rows = queries.fees_to_come(actor)
    invented = rows.filter(demonstration=True).exists()
    content = b"".join(
        calendar_file(
            rows.iterator(chunk_size=1_000), name=f"{actor.org_name} 年费", stamp=clock.now(), demonstration=invented
        )
    )
    response = HttpResponse(content, content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{file_name(clock.today())}"'
    return response
