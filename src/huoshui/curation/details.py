"""What the pages of the room say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from huoshui.curation import queries, rules, states, tables
from huoshui.curation.actions import Decision
from huoshui.curation.listings import TONES, place_of
from huoshui.curation.models import NameReview
from huoshui.curation.queries import StaleGroup, Standing
from huoshui.display.parts import Cell, Column, Empty, Fact, Link, PageHead, Row, Step, Table, Tag
from huoshui.display.query import query_url
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents
from huoshui_core.standards import writing

TRAIL = "数据质量"


def quality_context(actor: Actor, standing: Standing, org_id: int, query: QueryDict) -> dict[str, Any]:
    today, days = clock.today(), settings.STALE_DAYS
    conflicts = patents.open_by_institution()
    runs = patents.runs_with_refusals()
    names = None if org_id or not Policy.may(actor, "curation.view_names") else queries.names_waiting(actor)
    waiting = conflicts.get(org_id, 0) if org_id else sum(conflicts.values())
    figures = tables.figures(
        standing,
        org_id=org_id,
        names=names,
        conflicts=waiting,
        refused=sum(one.refused for one in runs),
        stale_days=days[0],
        today=today,
    )
    limits = sorted({30, *days, 365})
    return {
        "head": _quality_head(actor, standing, org_id, names or 0, waiting),
        "figures": figures,
        "completeness": tables.completeness_chart(standing, org_id) if standing.figures.total else None,
        "table": tables.completeness_table(standing, org_id),
        "freshness": tables.freshness_chart(standing, limits, today, org_id) if standing.figures.total else None,
        "refused": tables.refused_table(runs, actor.user_id),
        "exports": [Link(label, query_url(query, export=kind)) for kind, label in (("xlsx", "Excel"), ("csv", "CSV"))],
    }


def _quality_head(actor: Actor, standing: Standing, org_id: int, names: int, conflicts: int) -> PageHead:
    card = orgs.card(org_id) if org_id else None
    whose = card.name if card else f"{actor.org_name} · {standing.institutions} 家单位"
    why, step = "", None
    if names and Policy.may(actor, "curation.settle_names"):
        why, step = f"{names} 个单位名称等待复核，其专利暂未归属", Step("去复核", reverse("curation-names"))
    elif conflicts and Policy.may(actor, "curation.settle_conflicts"):
        why, step = f"{conflicts} 处来源不一致等待核对", Step("去核对", reverse("curation-conflicts"))
    trail = (Link(TRAIL, reverse("quality")),) if org_id else ()
    return PageHead("数据质量", subtitle=f"{whose} · {_counted(standing)}", trail=trail, why=why, step=step)


def _counted(standing: Standing) -> str:
    """An institution is counted anew when a load has reached it: the times of several differ."""
    if standing.counted_at is None or standing.counted_until is None:
        return "尚未统计"
    first, last = timezone.localtime(standing.counted_at), timezone.localtime(standing.counted_until)
    since = f"统计于 {first:%Y-%m-%d %H:%M}"
    if first.date() != last.date():
        return f"{since} 至 {last:%Y-%m-%d %H:%M}"
    return since if f"{first:%H:%M}" == f"{last:%H:%M}" else f"{since} 至 {last:%H:%M}"


def quality_lines(standing: Standing) -> tuple[list[writing.Column], list[list[writing.Cell]]]:
    """The table as it leaves: one line a field, shares and numbers by kind."""
    found = standing.figures
    columns = [writing.Column("项目", 24), writing.Column("专利类型"), writing.Column("应有（件）")]
    columns += [writing.Column("已有（件）"), writing.Column("填写比例（%）")]
    lines: list[list[writing.Cell]] = []
    for name, label in patents.FIELDS.items():
        for kind, kinds in [*((word, [code]) for code, word in rules.KINDS.items()), ("合计", list(rules.KINDS))]:
            one = found.filled(name, kinds)
            lines.append([label, kind, one.rows, one.filled, one.share])
    return columns, lines


def stale_head(actor: Actor, groups: Sequence[StaleGroup], days: int) -> PageHead:
    total = sum(one.rows for one in groups)
    why = f"{total} 件专利超过 {days} 天没有任何来源确认过：请从检索系统重新导出这些单位的专利并导入" if total else ""
    step = Step("导入专利", reverse("patents-import")) if total and Policy.may(actor, "patents.import") else None
    return PageHead("陈旧专利", subtitle="按单位和来源", trail=(Link(TRAIL, reverse("quality")),), why=why, step=step)


def names_head(actor: Actor) -> PageHead:
    waiting = queries.names_waiting(actor)
    why = f"{waiting} 个名称在单位目录里没有，其专利暂以待核对单位收下" if waiting else "所有名称都已复核"
    return PageHead("待复核单位名称", why=why, trail=(Link(TRAIL, reverse("quality")),))


def name_context(actor: Actor, row: NameReview) -> dict[str, Any]:
    facts = (
        Fact("所在地（按专利地址）", place_of(row)),
        Fact("专利件数", f"{row.patents} 件", url=tables.patent_list(org=row.org_id)),
        Fact("专利示例", "；".join(row.titles), wide=True),
    )
    decided: tuple[Fact, ...] = ()
    if row.state != states.OPEN and row.decided_at:
        decided = (
            Fact("并入单位", row.target_name or "—"),
            Fact("依据", row.reason),
            Fact("复核时间", f"{timezone.localtime(row.decided_at):%Y-%m-%d %H:%M}"),
        )
    trail = (Link(TRAIL, reverse("quality")), Link("待复核单位名称", reverse("curation-names")))
    return {
        "row": row,
        "head": PageHead(row.name, subtitle="专利上的单位名称，目录里没有", trail=trail),
        "tag": Tag(states.LABELS[row.state], TONES[row.state]),
        "facts": (*facts, *decided),
        "proposals": _proposals(row),
        "may_settle": Policy.may(actor, "curation.settle_names"),
        "is_decided": row.state != states.OPEN,
    }


def _proposals(row: NameReview) -> Table:
    rows = tuple(
        Row(
            (
                Cell(one["name"], reverse("organisation", args=[one["id"]])),
                Cell("；".join(one["reasons"])),
                Cell(one["score"]),
            )
        )
        for one in row.proposals
    )
    columns = (Column("可能是"), Column("理由"), Column("得分", number=True))
    empty = Empty("没有建议", "目录里没有相近的名称：多半是一家独立单位，请核对后确认。")
    return Table(columns, rows, empty=empty, caption="得分只用于排序，不是概率" if rows else "")


def initial(row: NameReview) -> dict[str, Any]:
    obvious = row.best_score >= rules.OBVIOUS
    return {"target": str(row.proposals[0]["id"]) if obvious else ""}


def decision(row: NameReview, values: Mapping[str, Any]) -> Decision:
    """Raises Invalid when the verdict needs an institution and none is told, or it is not in the directory."""
    if values["verdict"] != states.SAME:
        return Decision(row.pk, values["verdict"])
    if name := values["other"].strip():
        found = orgs.ids_by_name("institution", [name]).get(name)
        if found is None:
            raise Invalid(f"单位目录里没有「{name}」", fields={"other": "目录里没有"})
        return Decision(row.pk, states.SAME, found)
    if not values["target"]:
        raise Invalid("请选择并入哪一家，或填写单位全称", fields={"target": "请选择"})
    return Decision(row.pk, states.SAME, int(values["target"]))


def plan_context(rows: Sequence[NameReview], obvious: Sequence[NameReview]) -> dict[str, Any]:
    """What a bulk decision would move, before it does."""
    lines = tuple(
        Row((Cell(one.name), Cell(one.patents), Cell(one.best_name), Cell("；".join(one.proposals[0]["reasons"]))))
        for one in obvious
    )
    columns = (Column("名称"), Column("专利件数", number=True), Column("将并入"), Column("理由"))
    total = sum(one.patents for one in obvious)
    trail = (Link(TRAIL, reverse("quality")), Link("待复核单位名称", reverse("curation-names")))
    return {
        "head": PageHead("确认并入", subtitle=f"{len(obvious)} 个名称、{total} 件专利", trail=trail),
        "table": Table(columns, lines, empty=Empty("所选名称都需要逐个判断", "批量只办理规则可以确定的名称。")),
        "rows": obvious,
        "left": len(rows) - len(obvious),
    }
