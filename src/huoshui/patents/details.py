"""What the pages of the base library say: facts with their standing and source, heads with the next step."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from huoshui.display.parts import (
    Cell,
    Column,
    Empty,
    Fact,
    Link,
    PageHead,
    Pager,
    Row,
    Step,
    Table,
    Tag,
)
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui.patents import rules
from huoshui.patents.models import ATTRIBUTIONS, DISAGREEMENT_STATES, STANDARD, STATUS_BASES, Disagreement, Patent
from huoshui.patents.rules import SOURCE_LABELS, SOURCE_RANKS
from huoshui_core.reference import ipc_title

UNKNOWN_STATUS = "未知"
BASIC = (
    "publication_no",
    "application_no",
    "kind",
    "stage",
    "applicants",
    "inventors",
    "filing_date",
    "publication_date",
    "grant_date",
    "main_class",
    "classes",
    "legal_status",
    "agency",
    "agents",
    "priority",
    "family",
    "owner_code",
    "province",
    "city",
)
SELDOM = frozenset({"agency", "agents", "priority", "family", "owner_code"})  # shown where a source tells them
STATED = (*BASIC, "title", "abstract", "first_claim", "claims", "applicant_types")


def _stated(row: Patent) -> str:
    if not row.stated_status:
        return ""
    day = f"（{row.stated_on:%Y-%m-%d}）" if row.stated_on else ""
    return shown_value("legal_status", row.stated_status) + day


def field_label(name: str) -> str:
    return STANDARD.field(name).label if name in STANDARD.by_name else name


def shown_value(name: str, value: Any) -> str:
    """A value of a field as people read it; lists may come as JSON text."""
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    codes = STANDARD.field(name).codes if name in STANDARD.by_name else None
    words = [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []
    return "|".join(codes.values.get(word, word) if codes else word for word in words)


def facts(row: Patent, names: Iterable[str] = BASIC) -> tuple[Fact, ...]:
    """Fields of the standard by name, with the standing of their value list."""
    return tuple(_fact(row, name) for name in names)


def _fact(row: Patent, name: str) -> Fact:
    field = STANDARD.field(name)
    value = getattr(row, name)
    standing = field.codes.standing if field.codes else ""
    if name == "legal_status":
        label = field.codes.label(value) if field.codes and value else UNKNOWN_STATUS
        return Fact(field.label, f"{label}（截至 {row.as_of:%Y-%m-%d}）", standing, field.source)
    if field.codes and isinstance(value, str):
        value = field.codes.values.get(value, value)
    if name == "main_class" and value:
        title = "" if row.kind == "design" else ipc_title(value[:4]) or ""
        value = f"{value} {title}".strip()
    return Fact(field.label, value, standing, field.source if standing else "", wide=name == "classes")


def origin_facts(row: Patent) -> tuple[Fact, ...]:
    """Where the row comes from, and what the system works out from it."""
    today = clock.today()
    in_force = rules.is_in_force(row.stage, row.legal_status, row.expires_on, today)
    return (
        Fact("保护期限届满日", row.expires_on, "local", "由申请日和《专利法》第四十二条推算，未计期限补偿"),
        Fact("法律状态依据", STATUS_BASES[row.status_basis]),
        Fact("来源所述法律状态", _stated(row)),
        Fact("是否有效", {True: "有效", False: "非有效", None: "未知，以登记簿为准"}[in_force]),
        Fact("所属单位", row.org_name),
        Fact("归属", ATTRIBUTIONS[row.attribution]),
        Fact("数据来源", row.source),
        Fact("数据日期", row.as_of),
    )


def patent_context(row: Patent, contested: Sequence[Disagreement]) -> dict[str, Any]:
    return {
        "row": row,
        "head": PageHead(
            row.title, subtitle=f"{row.org_name} · {row}", trail=(Link("专利基础库", reverse("patents")),)
        ),
        "tag": Tag("归属待核对", "warn") if row.attribution == "unconfirmed" else None,
        "facts": facts(row, [name for name in BASIC if name not in SELDOM or getattr(row, name)]),
        "origin": origin_facts(row),
        "sources": sources_table(row),
        "contested": contested_table(contested) if contested else None,
        "labels": {name: STANDARD.field(name).label for name in ("abstract", "first_claim", "claims")},
    }


def sources_table(row: Patent) -> Table:
    """Of each fact where it comes from and which day it tells of."""
    rows = []
    for name in STATED:
        if getattr(row, "stated_status" if name == "legal_status" else name):
            source, rank, day = row.origins.get(name) or (row.source, row.source_rank, row.as_of.isoformat())
            rows.append(Row((Cell(field_label(name)), Cell(source), Cell(rank_label(rank)), Cell(day))))
    columns = (Column("项目"), Column("来源"), Column("来源类别", phone=False), Column("数据日期"))
    return Table(columns, tuple(rows), caption="每一项的来源")


def contested_table(contested: Sequence[Disagreement]) -> Table:
    """What several sources say side by side, and why the one stands."""
    rows = tuple(
        Row(
            (
                Cell(field_label(one.field)),
                Cell(shown_value(one.field, one.kept), note=_told(one.kept_source, one.kept_rank, one.kept_as_of)),
                Cell(shown_value(one.field, one.other), note=_told(one.other_source, one.other_rank, one.other_as_of)),
                Cell(_rule(one), tag=None, note=one.reason),
                Cell(one.state, tag=Tag(DISAGREEMENT_STATES[one.state], "warn" if one.state == "open" else "neutral")),
            )
        )
        for one in contested
    )
    heads = ("项目", "原值", "另一来源", "依据", "状态")
    return Table(tuple(map(Column, heads)), rows, caption="来源之间的不一致")


def _told(source: str, rank: int, day: date) -> str:
    return f"{source}（{rank_label(rank)}，{day:%Y-%m-%d}）"


def _rule(one: Disagreement) -> str:
    if one.other_rank < one.kept_rank:
        return "原值来源等级更高"
    return "原值日期更新" if one.other_as_of < one.kept_as_of else "等级相同"


def rank_label(rank: int) -> str:
    by_rank = {number: SOURCE_LABELS[kind] for kind, number in SOURCE_RANKS.items()}
    return by_rank.get(rank, "未标明")


def list_head(actor: Actor) -> PageHead:
    others = [] if actor.reach.is_one_organisation else [Step("各单位件数", reverse("patents-institutions"))]
    if Policy.may(actor, "patents.import"):
        others.insert(0, Step("导入专利", reverse("patents-import")))
    return PageHead(
        "专利基础库", subtitle="国家知识产权局公布的著录数据，按单位归集；盘点从这里开始", others=tuple(others)
    )


def institutions_context(totals: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    cards = orgs.cards(row["org_id"] for row in totals)
    rows = tuple(_institution_row(cards[row["org_id"]], row) for row in totals)
    table = Table(
        columns=(
            Column("单位"),
            Column("专利", number=True),
            Column("授权", number=True),
            Column("授权发明", number=True),
            Column("归属待核对", number=True),
        ),
        rows=rows,
        pager=Pager(len(rows), len(rows)),
        empty=Empty("还没有专利", "导入后按单位显示件数。"),
    )
    return {"head": PageHead("各单位件数", trail=(Link("专利基础库", reverse("patents")),)), "table": table}


def _institution_row(card: orgs.OrganisationCard, row: Mapping[str, int]) -> Row:
    here = f"{reverse('patents')}?org={card.id}"
    numbers = (
        Cell(row["total"], here),
        Cell(row["granted"], f"{here}&stage=granted"),
        Cell(row["invention"], f"{here}&stage=granted&kind=invention"),
        Cell(row["unconfirmed"]),
    )
    return Row((Cell(card.name, note="" if card.standing == "confirmed" else "名称待核对"), *numbers), here)
