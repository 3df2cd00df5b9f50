"""The page of each person about their own information, and what they ask for there."""

import json
from io import BytesIO

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import TYPES
from huoshui.display.parts import Link, PageHead, Step
from huoshui.display.query import whole_number
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.request import Request
from huoshui.privacy import details, own, queries
from huoshui.privacy.forms import CloseForm, ContactForm, RequestForm
from huoshui.privacy.own import Section
from huoshui_core.standards import writing

MINE = Link("我的个人信息", "/privacy/mine/")


@require_GET
@never_cache
def mine(request: Request) -> HttpResponse:
    return _mine_page(request)


def _mine_page(request: Request, *, contact: ContactForm | None = None, status: int = 200) -> HttpResponse:
    actor: Actor = request.actor
    sections = own.held_on(actor)
    with own.everything_of(actor):
        contacts = [(row, _contact_form(row)) for row in queries.contacts_of_person(actor.user_id)]
        requests = details.request_lines(queries.requests_of_person(actor.user_id))
    context = {
        "head": PageHead(
            "我的个人信息",
            subtitle="本系统保存的与您有关的全部内容，谁看过您的联系方式",
            others=(Step("保护说明", reverse("privacy")), Step("注销账号", reverse("my-account-close"))),
        ),
        "sections": [(one, details.section_table(one)) for one in sections],
        "contacts": contacts,
        "new_contact": contact or ContactForm(initial={"name": actor.name}, auto_id="new-%s"),
        "requests": requests,
        "request_form": RequestForm(auto_id="request-%s"),
        "may_answer": "manager" in actor.roles,
    }
    return render(request, "privacy/mine.html", context, status=status)


def _contact_form(row: object) -> ContactForm:
    names = ContactForm.base_fields
    return ContactForm(
        initial={name: getattr(row, name) for name in names},
        auto_id=f"contact-{row.pk}-%s",  # type: ignore[attr-defined]
    )


@require_POST
@never_cache
def export(request: Request) -> HttpResponse:
    kind = "xlsx" if request.POST.get("kind") == "xlsx" else "json"
    sections = own.export_own(request.actor, kind=kind)
    name = f"my-information-{clock.today():%Y%m%d}.{kind}"
    body, content_type = (
        (_workbook(sections), TYPES["xlsx"]) if kind == "xlsx" else (_json(sections), "application/json")
    )
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(sections: list[Section]) -> bytes:
    told = {one.label: {"rows": one.rows, "stays": one.stays} for one in sections}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _workbook(sections: list[Section]) -> bytes:
    sheets = [
        writing.Sheet(
            one.label,
            [writing.Column(heading, 22) for heading in one.rows[0]],
            [list(row.values()) for row in one.rows],
        )
        for one in sections
        if one.rows
    ]
    buffer = BytesIO()
    writing.write_workbook(buffer, sheets, demonstration=False)
    return buffer.getvalue()


@require_POST
def keep_contact(request: Request) -> HttpResponse:
    form = ContactForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        contact_id = whole_number(request.POST.get("contact", ""))
        try:
            own.keep_own_contact(request.actor, raw=form.cleaned_data, contact_id=contact_id)
        except Invalid as refusal:
            for name, message in refusal.facts.get("fields", {"": refusal.message}).items():
                form.add_error(name if name in form.fields else None, message)
        else:
            messages.success(request, "联系方式已保存")
            return redirect("my-data")
    return _mine_page(request, contact=form, status=422)


@require_POST
def withdraw(request: Request) -> HttpResponse:
    own.withdraw_contact(request.actor, contact_id=whole_number(request.POST.get("contact", "")))
    messages.success(request, "联系方式已删除，同意已撤回")
    return redirect("my-data")


@require_POST
def make_request(request: Request) -> HttpResponse:
    told = {name: request.POST.get(name, "") for name in ("kind", "field", "wanted", "text")}
    own.make_request(request.actor, **told)
    messages.success(request, "请求已提交给本单位的账号管理员")
    return redirect("my-data")


@require_POST
def take_back(request: Request) -> HttpResponse:
    own.take_back_request(request.actor, request_id=whole_number(request.POST.get("request", "")))
    return redirect("my-data")


@require_http_methods(["GET", "POST"])
def close(request: Request) -> HttpResponse:
    require(request.actor, "privacy.close_own")
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        own.close_own_account(request.actor)
        logout(request)
        return redirect("privacy")
    stays = [(one.label, one.stays) for one in own.held_on(request.actor) if one.stays]
    context = {"head": PageHead("注销账号", trail=(MINE,)), "form": form, "stays": stays}
    return render(request, "privacy/close.html", context, status=422 if form.errors else 200)


@require_GET
def requests(request: Request) -> HttpResponse:
    require(request.actor, "privacy.answer")
    rows = queries.requests_to_answer(request.actor).order_by("-asked_at")[:200]
    head = PageHead("个人信息请求", subtitle="本单位人员请求更正、说明；拒绝须说明理由（个人信息保护法第五十条）")
    return render(request, "privacy/requests.html", {"head": head, "lines": details.request_lines(rows)})


@require_POST
def answer(request: Request, request_id: int) -> HttpResponse:
    verdict, text = request.POST.get("verdict", ""), request.POST.get("text", "")
    own.answer_request(request.actor, request_id=request_id, verdict=verdict, text=text)
    messages.success(request, "已办理")
    return redirect("privacy-requests")
