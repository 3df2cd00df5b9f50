"""The page of scope and of what comes first: settings, lists, a look at what they would meet, files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huoshui.display.downloads import download
from huoshui.display.parts import Cell, Column, Empty, Link, PageHead, Problems, Row, Table
from huoshui.inventory import queries, scope_rules, scoping, sheets
from huoshui.inventory.rule_files import PRIORITIES, read_priorities
from huoshui.inventory.scope_rules import GRANTS, PRIORITY_KINDS, PRIORITY_SCHEMES, SCHEMES_OF, Wanted
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import Policy
from huoshui.kernel.request import Request
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

LOOKED_AT = 20_000
RULES = "inventory-rules"


class ScopeForm(forms.Form):
    stock_until = forms.DateField(
        label="存量截止日",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="此日及以前授权的为存量，以后授权的滚动纳入（动态盘点）",
    )
    grants = forms.ChoiceField(label="纳入范围", choices=list(GRANTS.items()), widget=forms.RadioSelect)
    first_owner_only = forms.BooleanField(
        label="只盘点本单位为第一专利权人的", required=False, help_text="共有专利由排名在前的高校院所盘点"
    )


class PriorityForm(forms.Form):
    scheme = forms.ChoiceField(label="依据", choices=())
    code = forms.CharField(
        label="代码",
        max_length=64,
        help_text="行业大类如 38，战略性新兴产业如 5.2，IPC 如 H01M、H01M10 或 H01M4/02-4/62",
    )
    label = forms.CharField(label="名称", max_length=80, required=False, help_text="学科或产业的叫法；行业代码可不填")


class ListFileForm(forms.Form):
    file = forms.FileField(label="清单文件", help_text="xlsx 或 csv，栏目：依据、代码、名称；已有的行不变，新的行加入")


@require_GET
def rules(request: Request) -> HttpResponse:
    require(request.actor, "inventory.view_rules")
    rows = queries.priorities_of(request.actor)
    if "export" in request.GET:
        own = orgs.card(request.actor.org_id)
        return download(PRIORITIES, rows, request.GET.dict(), demonstration=bool(own and own.demonstration))
    return _page(request)


@require_POST
def set_scope(request: Request) -> HttpResponse:
    require(request.actor, "inventory.set_scope")
    form = ScopeForm(request.POST)
    if not form.is_valid():
        return _page(request, scope=form)
    scoping.set_scope(request.actor, **form.cleaned_data)
    messages.success(request, "盘点范围已设定，待盘点清单随后更新")
    return redirect(RULES)


@require_POST
def add_priority(request: Request) -> HttpResponse:
    """`look` only counts what the line would meet; nothing is saved."""
    actor: Actor = request.actor
    require(actor, "inventory.set_priorities")
    form = _priority_form(actor, request.POST)
    if not form.is_valid():
        return _page(request, priority=form)
    told = form.cleaned_data
    code = scope_rules.plain_code(told["scheme"], told["code"])
    wanted = Wanted(_kind(actor), told["scheme"], code, told["label"])
    if fault := scope_rules.fault_of(wanted.kind, wanted.scheme, wanted.code):
        form.add_error("code", fault)
        return _page(request, priority=form)
    if "look" in request.POST:
        return _page(request, priority=form, look=look(actor, [wanted]))
    added = scoping.add_priorities(actor, lines=[wanted])
    messages.success(request, "已加入清单，优先标记随后更新" if added else "清单里已有这一行")
    return redirect(RULES)


@require_POST
def drop_priority(request: Request, priority_id: int) -> HttpResponse:
    scoping.drop_priority(request.actor, priority_id=priority_id)
    messages.success(request, "已从清单删除，优先标记随后更新")
    return redirect(RULES)


@require_http_methods(["POST"])
def load_priorities(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "inventory.set_priorities")
    form = ListFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file=form)
    try:
        added = sheets.with_upload(form.cleaned_data["file"], lambda path, file_name: _load(actor, path, file_name))
    except Invalid as refusal:
        form.add_error("file", refusal.message)
        return _page(request, file=form, problems=refusal.problems)
    messages.success(request, f"新加入 {added} 行，优先标记随后更新")
    return redirect(RULES)


def _load(actor: Actor, path: Any, file_name: str) -> int:
    return scoping.add_priorities(actor, lines=read_priorities(path, file_name, kind=_kind(actor)))


def look(actor: Actor, wanted: Sequence[Wanted]) -> str:
    """How many inventions in view a list would put first; looks at LOOKED_AT at most and says so."""
    seen, met, after = 0, 0, 0
    while seen < LOOKED_AT:
        batch = list(queries.inventions(actor).filter(pk__gt=after).values_list("pk", "patent_id")[:1_000])
        if not batch:
            break
        after, seen = batch[-1][0], seen + len(batch)
        met += len(scoping.prioritised(patents.cards([patent_id for _, patent_id in batch]), wanted))
    rest = f"（只看了前 {LOOKED_AT} 件）" if seen >= LOOKED_AT else ""
    return f"待盘点清单的 {seen} 件发明中有 {met} 件符合{rest}"


def _kind(actor: Actor) -> str:
    return "discipline" if "office" in actor.roles else "industry"


def _priority_form(actor: Actor, data: Any = None) -> PriorityForm:
    form = PriorityForm(data)
    form.fields["scheme"].choices = [(one, PRIORITY_SCHEMES[one]) for one in SCHEMES_OF[_kind(actor)]]  # type: ignore[attr-defined]
    return form


def _page(
    request: Request,
    *,
    scope: ScopeForm | None = None,
    priority: PriorityForm | None = None,
    file: ListFileForm | None = None,
    look: str = "",
    problems: Sequence[Any] = (),
) -> HttpResponse:
    actor: Actor = request.actor
    own = orgs.card(actor.org_id)
    is_institution = own is not None and own.kind == "institution"
    may_edit = Policy.may(actor, "inventory.set_priorities")
    setting = scoping.settings_of([actor.org_id])[actor.org_id]
    initial = {name: getattr(setting, name) for name in ("stock_until", "grants", "first_owner_only")}
    rows = list(queries.priorities_of(actor).order_by("scheme", "code"))
    context = {
        "head": PageHead(
            "范围与优先",
            subtitle="哪些专利要盘点，哪些先盘点；改动后清单自动更新，已经填写的档案不受影响",
            trail=(Link("盘点", reverse("dossiers")),),
        ),
        "scope": (scope or ScopeForm(initial=initial))
        if Policy.may(actor, "inventory.set_scope") and is_institution
        else None,
        "kind": PRIORITY_KINDS[_kind(actor)],
        "priority": (priority or _priority_form(actor)) if may_edit else None,
        "file": (file or ListFileForm()) if may_edit else None,
        "rows": rows,
        "table": _table(actor, rows),
        "look": look,
        "problems": Problems("未写入任何内容，请改正后重新上传", tuple(problems[:200]), len(problems))
        if problems
        else None,
        "may_edit": may_edit,
    }
    failed = any(one is not None and one.errors for one in (scope, priority, file))
    return render(request, "inventory/rules.html", context, status=422 if failed else 200)


def _table(actor: Actor, rows: Sequence[Any]) -> Table:
    lines = tuple(
        Row(
            (
                Cell(one.label or one.code),
                Cell(PRIORITY_SCHEMES[one.scheme]),
                Cell(one.code),
                Cell(f"{one.set_at:%Y-%m-%d}"),
            )
        )
        for one in rows
    )
    empty = Empty(
        "清单还是空的",
        "加入后，符合的发明专利在待盘点清单里标“优先”并排在前面。"
        + ("单位设优先学科（IPC 加名称）。" if "office" in actor.roles else "管理部门设辖区的重点产业。"),
    )
    return Table(
        (Column("名称"), Column("依据"), Column("代码"), Column("设定日期", phone=False)),
        lines,
        exports=(Link("Excel", "?export=xlsx"), Link("CSV", "?export=csv")) if rows else (),
        empty=empty,
    )
