"""Pages of the directory: the list, one organisation, and one form for each kind of change."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from huoshui.display import uploads
from huoshui.display.downloads import download
from huoshui.display.listing import list_view
from huoshui.display.parts import PageHead
from huoshui.display.query import whole_number
from huoshui.kernel import clock
from huoshui.kernel.action import require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotFound
from huoshui.kernel.request import Request
from huoshui.orgs import actions, details, forms, imports, likeness, queries
from huoshui.orgs.changing import Change, change_page, changeable, explain
from huoshui.orgs.listings import ORGANISATIONS
from huoshui.orgs.models import KINDS, Organisation
from huoshui.orgs.opening import checked, kinds_open_to
from huoshui.orgs.rules import name_side

BOTH = ["GET", "POST"]


@require_GET
def organisation_list(request: Request) -> HttpResponse:
    require(request.actor, "orgs.view")
    rows = queries.listed_organisations(request.actor, with_merged=bool(request.GET.get("standing")))
    if "export" in request.GET:
        invented = rows.filter(demonstration=True).exists()
        return download(ORGANISATIONS, rows, request.GET.dict(), demonstration=invented)
    context = {"head": details.list_head(request.actor), "view": list_view(ORGANISATIONS, rows, request.GET)}
    return render(request, "orgs/list.html", context)


@require_GET
def organisation(request: Request, organisation_id: int) -> HttpResponse:
    require(request.actor, "orgs.view")
    row = queries.organisation_in_view(request.actor, organisation_id)
    return render(request, "orgs/organisation.html", details.organisation_context(request.actor, row))


@require_http_methods(BOTH)
def rename(request: Request, organisation_id: int) -> HttpResponse:
    row = changeable(request.actor, "orgs.rename", organisation_id)
    return change_page(
        request,
        row,
        forms.RenameForm(request.POST or None, initial={"name": row.name}),
        Change("更名", "确认更名"),
        act=lambda said: actions.rename_organisation(request.actor, organisation_id=row.pk, **said),
    )


@require_http_methods(BOTH)
def edit(request: Request, organisation_id: int) -> HttpResponse:
    row = changeable(request.actor, "orgs.edit", organisation_id, own=True)
    own_only = not queries.corrects(request.actor, queries.as_place(row))
    form = forms.EditForm(request.POST or None, row=row, own_only=own_only)
    return change_page(
        request,
        row,
        form,
        Change("修改资料", "保存"),
        act=lambda said: actions.edit_organisation(
            request.actor, organisation_id=row.pk, facts=form.facts, on=said["on"]
        ),
    )


@require_http_methods(BOTH)
def move(request: Request, organisation_id: int) -> HttpResponse:
    row = changeable(request.actor, "orgs.move", organisation_id)
    if row.kind == "college":
        form: forms.OnForm = forms.MoveCollegeForm(request.POST or None)
    else:
        form = forms.MoveForm(request.POST or None, initial={"region": row.region, "line": row.line})

    def act(said: dict[str, Any]) -> None:
        to: dict[str, int] = {}
        if row.kind == "college":
            found = queries.organisation_ids_by_name("institution", [said["parent"]])
            to["parent_id"] = next(iter(found.values()), 0)
        else:
            to |= {"region": said["region"], "line": int(said["line"])}
        actions.move_organisation(request.actor, organisation_id=row.pk, on=said["on"], **to)

    note = "单位连同院系和名下全部记录一起调整：原辖区的管理部门从此看不到，新辖区的管理部门从此看得到。"
    return change_page(request, row, form, Change("调整隶属", "确认调整", note), act=act)


@require_http_methods(BOTH)
def close(request: Request, organisation_id: int) -> HttpResponse:
    row = changeable(request.actor, "orgs.close", organisation_id)
    return change_page(
        request,
        row,
        forms.CloseForm(request.POST or None),
        Change("终止", "确认终止", "终止后不再参与盘点和统计，名称和沿革保留。还有账号、院系或记录的单位不能终止。"),
        act=lambda said: actions.close_organisation(request.actor, organisation_id=row.pk, **said),
    )


@require_http_methods(BOTH)
def names(request: Request, organisation_id: int) -> HttpResponse:
    """Adds an alias, or ends the one whose number is in `end` (or `mistaken`: it never was theirs)."""
    actor: Actor = request.actor
    row = changeable(actor, "orgs.edit", organisation_id, own=True)
    for name in ("end", "mistaken"):
        if request.method == "POST" and name in request.POST:
            name_id = whole_number(request.POST[name])
            actions.end_alias(
                actor, organisation_id=row.pk, name_id=name_id, on=clock.today(), mistaken=name == "mistaken"
            )
            messages.success(request, "已停用，按它仍能找到本单位" if name == "end" else "已撤销，按它不再找到本单位")
            return redirect("organisation-names", row.pk)
    return change_page(
        request,
        row,
        forms.AliasForm(request.POST or None),
        Change("名称与别名", "登记"),
        act=lambda said: actions.add_alias(actor, organisation_id=row.pk, **said),
        more={"names": queries.names_of(row.pk)},
    )


@require_http_methods(BOTH)
def merge(request: Request, organisation_id: int) -> HttpResponse:
    """Without `other`: find the duplicate by name. With it: what each has; then, after a confirmation, the merge."""
    actor: Actor = request.actor
    row = changeable(actor, "orgs.merge", organisation_id)
    data = request.POST if request.method == "POST" else request.GET
    if "other" not in data:
        return _find_duplicate(request, row)
    other = changeable(actor, "orgs.merge", whole_number(data["other"]))
    form = forms.MergeForm(request.POST or None, initial={"other": other.pk})
    return change_page(
        request,
        row,
        form,
        Change("合并重复单位", "确认合并", f"把「{other.name}」并入「{row.name}」", "orgs/merge.html"),
        act=lambda said: actions.merge_organisations(actor, kept_id=row.pk, merged_id=other.pk, on=said["on"]),
        more=details.merge_context(actor, row, other),
    )


def _find_duplicate(request: Request, row: Organisation) -> HttpResponse:
    form = forms.FindForm(request.POST or None)
    if form.is_valid():
        side = name_side(row.kind, row.parent_id)
        found = queries.organisation_ids_by_name(side, [form.cleaned_data["name"]])
        others = queries.organisations_in_view(request.actor).filter(pk__in=found.values()).exclude(pk=row.pk)
        if (other := others.first()) is not None:
            return redirect(f"{request.path}?other={other.pk}")
        form.add_error("name", "同类单位中没有另一家叫这个名称，或者不在您的管辖范围内")
    groups = [[row, *likeness.like(request.actor, row)]]
    return render(
        request,
        "orgs/find_duplicate.html",
        {
            "head": PageHead("合并重复单位", subtitle=f"保留「{row.name}」", trail=details.trail(row)),
            "form": form,
            "table": details.duplicates_table(groups) if len(groups[0]) > 1 else None,
        },
        status=422 if form.errors else 200,
    )


@require_GET
def duplicates(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "orgs.merge")
    kinds = {kind: KINDS[kind] for kind in kinds_open_to(actor)}
    kind = request.GET.get("kind") or ("institution" if "institution" in kinds else next(iter(kinds), ""))
    if kind not in kinds:
        raise NotFound("没有这个类别", kind=kind)
    subtitle = "名称相近或标识码相同的单位。是否同一家由您判断，系统不自动合并。"
    groups = likeness.proposals(actor, kind)
    if len(groups) == likeness.MOST:
        subtitle += f"先列 {likeness.MOST} 组，办理后列出其余。"
    context = {
        "head": PageHead("疑似重复的单位", subtitle=subtitle, trail=details.trail()),
        "table": details.duplicates_table(groups),
        "kinds": [(code, label, code == kind) for code, label in kinds.items()],
    }
    return render(request, "orgs/duplicates.html", context)


@require_http_methods(BOTH)
def open_page(request: Request) -> HttpResponse:
    actor: Actor = request.actor
    require(actor, "orgs.open")
    kinds = kinds_open_to(actor)
    own = queries.place_of(actor.org_id)
    if own is not None and kinds == ("college",):
        form: Form = forms.CollegesForm(request.POST or None)
    else:
        first = {"region": own.region if own else None, "kind": "institution", "line": "1"}
        form = forms.OpenForm(request.POST or None, kinds=kinds, initial=first)
    if form.is_valid():
        said = dict(form.cleaned_data)
        if own is not None and kinds == ("college",):
            said |= {"kind": "college", "region": own.region, "line": own.line, "parent_id": own.id}
        try:
            asked = said | {"line": int(said["line"])}
            new = [
                checked(actor, actions.NewOrganisation(**asked, name=name))
                for name in forms.lines_of(asked.pop("names"))
            ]
            ids = actions.open_organisations(actor, new=new)
        except Invalid as refusal:
            explain(form, refusal)
        else:
            messages.success(request, f"已开设：{'、'.join(list(ids)[:5])}{'等' if len(ids) > 5 else ''}")
            return redirect("organisation", next(iter(ids.values()))) if len(ids) == 1 else redirect("organisations")
    head = PageHead("开设院系" if kinds == ("college",) else "开设单位", trail=details.trail())
    context = {"head": head, "form": form, "submit": "开设", "note": "名称已在目录中的单位不会重复开设。"}
    return render(request, "orgs/change.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
def import_page(request: Request) -> HttpResponse:
    """Checks the file first and keeps it; a second button loads what was checked."""
    actor: Actor = request.actor
    require(actor, "orgs.open")
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "is_college": "office" in actor.roles}
    if request.method == "POST" and "kept" in request.POST:
        kept, file_name = _kept(actor, request.POST["kept"])
        outcome = _load(actor, kept, file_name, dry_run=False)
        uploads.drop(kept)
        messages.success(request, f"已导入：新开设 {outcome.opened} 家，核对 {outcome.confirmed} 家")
        return redirect("organisations")
    if form.is_valid():
        try:
            context |= _checked(actor, form)
        except Invalid as refusal:
            context["problems"] = details.problems_of(refusal)
    context["head"] = PageHead(
        "按名单开设院系" if context["is_college"] else "按名单开设高校院所", trail=details.trail()
    )
    return render(request, "orgs/import.html", context, status=422 if "problems" in context or form.errors else 200)


def _checked(actor: Actor, form: forms.SheetForm) -> dict[str, object]:
    file = form.cleaned_data["file"]
    kept = uploads.keep(file)
    try:
        outcome = _load(actor, kept, file.name, dry_run=True)
    except BaseException:
        uploads.drop(kept)
        raise
    token = signing.dumps([actor.user_id, kept, file.name], salt="orgs.import")
    return {"outcome": details.outcome_facts(outcome), "kept": token if outcome.opened or outcome.confirmed else ""}


def _kept(actor: Actor, token: str) -> tuple[str, str]:
    try:
        user_id, kept, file_name = signing.loads(token, salt="orgs.import", max_age=uploads.KEPT_SECONDS)
    except signing.BadSignature:
        raise Invalid("上传的文件已过期，请重新上传") from None
    if user_id != actor.user_id:
        raise NotFound("上传的文件已过期，请重新上传")
    return kept, file_name


def _load(actor: Actor, kept: str, file_name: str, *, dry_run: bool) -> imports.InstitutionOutcome:
    load = imports.import_colleges if "office" in actor.roles else imports.import_institutions
    return load(actor, path=uploads.path_of(kept), file_name=file_name, dry_run=dry_run)
