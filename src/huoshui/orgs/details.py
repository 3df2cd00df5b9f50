"""What the pages of the directory say."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from huoshui.display.parts import Cell, Column, Event, Fact, Link, PageHead, Problems, Row, RowProblem, Step, Table, Tag
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import Policy
from huoshui.orgs import holdings, queries
from huoshui.orgs.imports import InstitutionOutcome
from huoshui.orgs.listings import LINE_NAMES, TONES
from huoshui.orgs.models import GONE, INSTITUTION_TYPES, STANDINGS, Organisation, OrganisationChange, OrganisationName
from huoshui.orgs.rules import place_name
from huoshui.orgs.sections import sections_of

SHOWN_PARTS = 50
SHOWN_PROBLEMS = 200
REMEDIES = {
    "region": "请填写省、市名称，或行政区划代码",
    "out_of_reach": "请由它所在地的主管部门导入",
    "other_credit_code": "请核对代码；确属同一家单位时，请先在单位目录中合并或更名",
}
CORRECTIONS = (
    ("更名", "organisation-rename", "orgs.rename"),
    ("名称与别名", "organisation-names", "orgs.edit"),
    ("修改资料", "organisation-edit", "orgs.edit"),
    ("调整隶属", "organisation-move", "orgs.move"),
    ("合并重复单位", "organisation-merge", "orgs.merge"),
    ("终止", "organisation-close", "orgs.close"),
)
OWN = ("organisation-names", "organisation-edit")  # what an organisation does on its own page


def trail(row: Organisation | None = None) -> tuple[Link, ...]:
    home = Link("单位目录", reverse("organisations"))
    return (home, Link(row.name, reverse("organisation", args=[row.pk]))) if row else (home,)


def list_head(actor: Actor) -> PageHead:
    others = []
    if Policy.may(actor, "orgs.merge"):
        others.append(Step("疑似重复", reverse("organisation-duplicates")))
    if Policy.may(actor, "orgs.open"):
        others += [Step("按名单导入", reverse("organisations-import")), Step("开设单位", reverse("organisation-open"))]
    return PageHead("单位目录", subtitle="您辖区或本单位的各级单位；按曾用名、别名也能找到", others=tuple(others))


def organisation_context(actor: Actor, row: Organisation) -> dict[str, Any]:
    parts = list(queries.parts_of(row.pk)[: SHOWN_PARTS + 1])
    return {
        "row": row,
        "head": _head(actor, row, has_parts=bool(parts)),
        "facts": _facts(actor, row),
        "names": names_table(queries.names_of(row.pk)),
        "parts": parts[:SHOWN_PARTS],
        "parts_url": f"{reverse('organisations')}?parent={row.pk}" if len(parts) > SHOWN_PARTS else "",
        "events": _events(queries.changes_of(row.pk)),
        "sections": sections_of(actor, row),
    }


def _head(actor: Actor, row: Organisation, *, has_parts: bool) -> PageHead:
    steps = () if row.standing in GONE else tuple(_steps(actor, row))
    next_step, why = None, ""
    if row.kind == "institution" and row.pk == actor.org_id and not has_parts and Policy.may(actor, "orgs.open"):
        next_step, why = Step("开设院系", reverse("organisation-open")), "还没有院系：开设后，院系管理员即可分头盘点。"
    above = trail(row.parent) if row.parent and queries.reaches(actor, row.parent) else trail()
    subtitle = f"{row.get_kind_display()} · {place_name(row.region)}"
    return PageHead(row.name, subtitle=subtitle, trail=above, why=why, step=next_step, others=steps)


def _steps(actor: Actor, row: Organisation) -> Iterable[Step]:
    corrects, is_own = queries.corrects(actor, queries.as_place(row)), row.pk == actor.org_id
    for label, name, permission in CORRECTIONS:
        if Policy.may(actor, permission) and (corrects or (is_own and name in OWN)):
            yield Step(label, reverse(name, args=[row.pk]))


def _facts(actor: Actor, row: Organisation) -> list[Fact]:
    shown = [Fact("类别", row.get_kind_display())]
    if row.institution_type:
        shown.append(Fact("机构类型", INSTITUTION_TYPES[row.institution_type]))
    if row.parent:
        shown.append(Fact("所属单位", row.parent.name))
    shown += [
        Fact("行政区划", f"{place_name(row.region)}（{row.region:06d}）" if row.region else "全国"),
        Fact("条线", LINE_NAMES.get(row.line, "")),
        Fact("统一社会信用代码", row.uscc),
        Fact("核对状态", STANDINGS[row.standing]),
    ]
    if row.kind == "institution":
        shown += [Fact("主管部门标识码", row.register_code), Fact("盘点审核", _review(row))]
    if row.merged_into:
        reached = queries.reaches(actor, row.merged_into)
        url = reverse("organisation", args=[row.merged_into_id]) if reached else ""
        shown.append(Fact("已并入", row.merged_into.name, url=url))
    return shown


def _review(row: Organisation) -> str:
    return "院系初审，单位终审" if row.two_step_review else "单位一次审核"


def names_table(names: Iterable[OrganisationName]) -> Table:
    rows = tuple(
        Row((Cell(one.name), Cell(one.get_kind_display()), Cell(one.since or "—"), Cell(one.until or "—")))
        for one in names
    )
    return Table((Column("名称"), Column("类别"), Column("启用"), Column("停用")), rows)


def _events(changes: Iterable[OrganisationChange]) -> list[Event]:
    changes = list(changes)
    departments = dict(Organisation.objects.filter(pk__in={one.by_org_id for one in changes}).values_list("id", "name"))
    return [
        Event(one.on, one.get_what_display(), departments.get(one.by_org_id, "本节点"), _said(one)) for one in changes
    ]


def _said(change: OrganisationChange) -> str:
    return " → ".join(filter(None, (change.before, change.after)))


def merge_context(actor: Actor, kept: Organisation, merged: Organisation) -> dict[str, Any]:
    """`swap_url` keeps the other one instead."""
    found = holdings.obstacles(kept, merged)
    counted = {one.label: one for row in (kept, merged) for one in holdings.holdings(row)}
    ours, theirs = ({one.label: one.count for one in holdings.holdings(row)} for row in (kept, merged))
    rows = [Row((Cell(label), Cell(_fact(kept)), Cell(_fact(merged)))) for label, _fact in _COMPARED]
    rows += [
        Row((Cell(label, note="留在原处" if one.stays else ""), Cell(ours.get(label, 0)), Cell(theirs.get(label, 0))))
        for label, one in counted.items()
    ]
    columns = (Column("项目"), Column("保留"), Column("并入"))
    return {
        "table": Table(columns, tuple(rows)),
        "obstacles": found,
        "swap_url": f"{reverse('organisation-merge', args=[merged.pk])}?other={kept.pk}",
    }


_COMPARED = (
    ("单位", lambda row: row.name),
    ("行政区划", lambda row: place_name(row.region)),
    ("条线", lambda row: LINE_NAMES.get(row.line, "")),
    ("统一社会信用代码", lambda row: row.uscc or "—"),
    ("主管部门标识码", lambda row: row.register_code or "—"),
    ("核对状态", lambda row: STANDINGS[row.standing]),
    ("院系", lambda row: queries.parts_of(row.pk).count()),
    ("全部名称", lambda row: "、".join(one.name for one in queries.names_of(row.pk))),
)


def duplicates_table(groups: Iterable[list[Organisation]]) -> Table:
    rows = [
        Row(
            (
                Cell(other.name, note=_where(other)),
                Cell(group[0].name, note=_where(group[0])),
                Cell(
                    STANDINGS[other.standing], tag=Tag(STANDINGS[other.standing], TONES.get(other.standing, "neutral"))
                ),
                Cell("比对", f"{reverse('organisation-merge', args=[group[0].pk])}?other={other.pk}"),
            )
        )
        for group in groups
        for other in group[1:]
    ]
    return Table((Column("名称"), Column("疑似同一家"), Column("核对状态"), Column("操作")), tuple(rows))


def _where(row: Organisation) -> str:
    return " · ".join(filter(None, (row.parent.name if row.parent else "", place_name(row.region))))


def problems_of(refusal: Invalid) -> Problems:
    found = [one for one in refusal.problems if hasattr(one, "line")]
    rows = tuple(
        RowProblem(one.message, one.file, one.line or None, one.column, one.value, REMEDIES.get(one.code, ""))
        for one in found[:SHOWN_PROBLEMS]
    )
    return Problems(refusal.message, rows, len(found), "请按提示修改文件后重新上传。")


def outcome_facts(outcome: InstitutionOutcome) -> list[Fact]:
    return [
        Fact("文件行数", outcome.rows),
        Fact("新开设", outcome.opened),
        Fact("由待核对转为已核对", outcome.confirmed),
        Fact("已有，不变", outcome.same),
    ]
