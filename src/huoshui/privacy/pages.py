"""The directory of contacts and the notice that everybody may read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import Link, PageHead
from huoshui.display.query import whole_number
from huoshui.kernel.action import require
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui.privacy import actions, details, queries, rules
from huoshui.privacy.forms import ContactForm, EditContactForm, ExportForm, RevealForm, UnitContactForm
from huoshui.privacy.listings import CONTACTS, IN_CLEAR


@require_GET
def notice(request: Request) -> HttpResponse:
    context = {
        "head": PageHead("个人信息保护说明", subtitle=f"版本 {rules.NOTICE_VERSION}"),
        "classes": details.class_table(),
        "fields": details.field_table(),
        "retention": details.retention_table(),
        "answer_days": rules.ANSWER_DAYS,
        "is_visitor": request.actor.is_visitor,
    }
    return render(request, "privacy/notice.html", context)


@require_GET
def contact_list(request: Request) -> HttpResponse:
    require(request.actor, "privacy.view_contacts")
    rows = queries.contacts_in_view(request.actor)
    if "export" in request.GET:
        return download(CONTACTS, rows, request.GET.dict(), demonstration=rows.filter(demonstration=True).exists())
    context = {
        "head": details.directory_head(request.actor),
        "view": list_view(CONTACTS, rows, request.GET),
        "form": ExportForm() if Policy.may(request.actor, "privacy.export_contacts") else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "privacy/contacts.html", context)


@require_POST
@never_cache
def export_in_clear(request: Request) -> HttpResponse:
    """The rows that the list shows, as one file; asks to confirm who one is."""
    require(request.actor, "privacy.export_contacts")
    rows = queries.contacts_in_view(request.actor)
    wanted = request.GET.dict() | {"export": request.POST.get("kind", "xlsx")}
    ids = list(IN_CLEAR.narrow(rows, wanted).values_list("pk", flat=True)[: actions.MOST_AT_ONCE + 1])
    actions.export_contacts(request.actor, contact_ids=ids, why=request.POST.get("why", ""))
    chosen = rows.filter(pk__in=ids)
    return download(IN_CLEAR, chosen, wanted, demonstration=chosen.filter(demonstration=True).exists())


@require_GET
def contact(request: Request, contact_id: int) -> HttpResponse:
    require(request.actor, "privacy.view_contacts")
    row = queries.contact_in_view(request.actor, contact_id)
    context = details.contact_context(request.actor, row) | {"form": RevealForm()}
    return render(request, "privacy/contact.html", context)


@require_POST
@never_cache
def reveal(request: Request, contact_id: int) -> HttpResponse:
    """In the answer alone: nothing keeps it, going back shows the masked page again."""
    words = actions.reveal_contact(request.actor, contact_id=contact_id, why=request.POST.get("why", ""))
    row = queries.contact_in_view(request.actor, contact_id)
    return render(request, "privacy/contact.html", details.contact_context(request.actor, row, words))


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    require(request.actor, "privacy.edit_contacts")
    form = UnitContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        place = whole_number(request.POST.get("organisation", "")) or request.actor.org_id
        try:
            made = actions.add_contact(request.actor, org_id=place, raw=told, is_office=told["is_office"])
        except Invalid as refusal:
            _mark(form, refusal)
        else:
            messages.success(request, "联系人已登记")
            return redirect("contact", made)
    context = {
        "head": PageHead("登记联系人", subtitle=request.actor.org_name, trail=(details.DIRECTORY,)),
        "form": form,
        "submit": "登记",
        "places": _places(request),
        "notice_url": reverse("privacy"),
    }
    return render(request, "privacy/contact_form.html", context, status=422 if form.errors else 200)


def _places(request: Request) -> list[tuple[int, str]]:
    """The own unit and its colleges, where there are any."""
    own = orgs.card(request.actor.org_id)
    if own is None or own.kind != "institution":
        return []
    colleges = orgs.within(request.actor.reach, kind="college")
    return [(own.id, own.name), *((one.id, one.name) for one in colleges)] if colleges else []


@require_http_methods(["GET", "POST"])
def edit(request: Request, contact_id: int) -> HttpResponse:
    require(request.actor, "privacy.edit_contacts")
    row = queries.contact_to_edit(request.actor, contact_id)
    form = EditContactForm(request.POST or None, initial={"duty": row.duty, "is_office": row.is_office})
    for name in rules.FIELDS:
        form.fields[name].widget.attrs["placeholder"] = queries.masked(row, name)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.edit_contact(request.actor, contact_id=row.pk, raw=told, is_office=told["is_office"])
        except Invalid as refusal:
            _mark(form, refusal)
        else:
            messages.success(request, "已保存")
            return redirect("contact", row.pk)
    trail = (details.DIRECTORY, Link("联系人", reverse("contact", args=[row.pk])))
    head = PageHead("修改联系人", subtitle="空着的项目保持不变", trail=trail)
    context = {"head": head, "form": form, "submit": "保存", "notice_url": reverse("privacy")}
    return render(request, "privacy/contact_form.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: Request, contact_id: int) -> HttpResponse:
    actions.remove_contact(request.actor, contact_id=contact_id)
    messages.success(request, "联系人已删除")
    return redirect("contacts")


def _mark(form: ContactForm, refusal: Invalid) -> None:
    for name, message in refusal.facts.get("fields", {"": refusal.message}).items():
        form.add_error(name if name in form.fields else None, message)
