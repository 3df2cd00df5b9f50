"""Pages of profiles: the list and one enterprise for departments, its own profile for the enterprise."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import PageHead
from huoshui.enterprises import actions, details, queries
from huoshui.enterprises.forms import OwnProfileForm
from huoshui.enterprises.listings import ENTERPRISES
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request


@require_GET
def enterprise_list(request: Request) -> HttpResponse:
    require(request.actor, "enterprises.view")
    rows = queries.named_profiles()
    if "export" in request.GET:
        return download(ENTERPRISES, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    head = PageHead("企业画像", subtitle="辖区企业做什么、发明什么；供需匹配据此进行")
    return render(request, "enterprises/list.html", {"head": head, "view": list_view(ENTERPRISES, rows, request.GET)})


@require_GET
def enterprise(request: Request, org_id: int) -> HttpResponse:
    require(request.actor, "enterprises.view")
    row = queries.profile_in_view(org_id)
    return render(request, "enterprises/enterprise.html", details.profile_context(request.actor, row))


@require_http_methods(["GET", "POST"])
def own(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "enterprises.edit_own")
    if request.method == "GET":
        return _own_page(request, OwnProfileForm(initial=queries.own_values(actor)))
    form = OwnProfileForm(request.POST)
    if form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            actions.edit_own_profile(actor, values=values, version=version)
        except Invalid as refusal:
            for name, message in refusal.facts.get("fields", {}).items():
                form.add_error(name if name in form.fields else None, message)
        else:
            messages.success(request, "企业画像已保存，系统将据此更新专利推荐")
            return redirect("enterprise-own")
    return _own_page(request, form, status=422)


def _own_page(request: Request, form: OwnProfileForm, *, status: int = 200) -> HttpResponse:
    return render(request, "enterprises/own.html", details.own_context(request.actor, form), status=status)
