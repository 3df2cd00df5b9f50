"""What pages say of codes and tables: the section on a patent, figures by code, editions side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from huoshui.classification import queries
from huoshui.classification.active import attributor
from huoshui.classification.models import STANDINGS, TableEdition
from huoshui.classification.rules import FACET_OF, TABLES, counted_code
from huoshui.display.chart import Chart, Series
from huoshui.display.parts import Cell, Column, Empty, Link, PageHead, Row, Step, Table, Tag, Tone
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.patents.public import PatentCard
from huoshui_core.classing import Attribution, Attributor
from huoshui_core.classing.concordance import SCHEMES
from huoshui_core.reference import editions as own_editions

MOST_IN_CHART = 20
STANDING_WORDS = {"official": "官方", "local": "本地", "assumed": "暂定"}
TONES: dict[str, Tone] = {"official": "good", "local": "info", "assumed": "warn"}
COUNTING_NOTES = {True: "一件计入所属的每一类", False: "一件在各类间按份额分，合计为一件"}
INTENSIVE_WORDS = {
    "no_list": "未载入：专利密集型产业的小类清单由节点运维载入后才能判断",
    "no_classes": "未载入：判断到小类需要《国际专利分类与国民经济行业分类参照关系表》，目前只能到大类",
}
OWN_TABLE = {"ipc_gbt4754": "industry_prior", "ipc_sei": "emerging_prior", "gbt4754": "industries", "sei": "emerging"}
OWN_TABLE["ipc_titles"] = "ipc"


@dataclass(frozen=True, slots=True)
class Part:
    """One scheme on the page of a patent."""

    label: str
    standing: str
    version: str
    rows: tuple[tuple[str, str, str, str], ...]  # code and name, share, basis, list of the same code
    silent: str = ""


def patent_section(actor: Actor, card: PatentCard) -> dict[str, Any] | None:
    """None for designs, which no IPC table knows."""
    if card.kind == "design":
        return None
    one = attributor()
    told = one.attribute(card.classes, card.main_class, card.title, card.abstract)
    parts = [_part(one, scheme, [each for each in told if each.scheme == scheme]) for scheme in SCHEMES]
    return {"parts": parts, "tables_url": reverse("reference-tables"), "counting": counting_words(one)}


def counting_words(one: Attributor) -> str:
    return "按全部 IPC 分类号，各号份额相等" if one.counting.symbols == "all" else "只按主分类号"


def _part(one: Attributor, scheme: Any, told: Sequence[Attribution]) -> Part:
    standing, version = standing_of(one, scheme)
    rows = tuple(
        (f"{each.code} {each.label}".strip(), f"{each.weight * 100:.0f}%", _basis(each), list_url(scheme, each.code))
        for each in told
    )
    silent = ""
    if not rows:
        silent = INTENSIVE_WORDS.get(one.intensive_state, "") if scheme == "patent_intensive" else ""
        silent = silent or ("不属于" if scheme == "patent_intensive" else "按现有参照表不属于任何一类")
    return Part(SCHEMES[scheme], standing, version, rows, silent)


def standing_of(one: Attributor, scheme: str) -> tuple[str, str]:
    if scheme == "patent_intensive":
        return (one.intensive.standing, one.intensive.edition) if one.intensive else ("", "")
    table = one.tables[scheme]  # type: ignore[index]
    return table.standing, table.edition


def _basis(one: Attribution) -> str:
    said = [f"{symbol} → {key}" if symbol != key else symbol for symbol, key, _ in one.basis[:3]]
    words = [word for _, _, word in one.basis if word]
    return "；".join(said) + (f"；含“{words[0].replace('+', '”和“')}”" if words else "")


def list_url(scheme: Any, code: str, org_id: int = 0) -> str:
    """The list of patents with this code."""
    here = f"{reverse('patents')}?{FACET_OF[scheme]}={counted_code(scheme, code)}"
    return here + (f"&org={org_id}" if org_id else "")


def figures_table(scheme: str, rows: Sequence[queries.CodeSum], one: Attributor, *, org_id: int, exports: Any) -> Table:
    labels = labels_of(one, scheme)
    total = sum(each.share for each in rows)
    lines = tuple(
        Row(
            (
                Cell(f"{each.code} {labels.get(each.code, '')}".strip()),
                Cell(each.patents, list_url(scheme, each.code, org_id)),
                Cell(round(each.share, 1)),
                Cell(f"{each.share * 100 / total:.1f}%" if total else ""),
            ),
            list_url(scheme, each.code, org_id),
        )
        for each in rows
    )
    heads = (Column("类别"), Column("件数", True), Column("份额（件）", True), Column("占比", True, phone=False))
    silent = INTENSIVE_WORDS.get(one.intensive_state, "") if scheme == "patent_intensive" else ""
    empty = Empty("还没有可统计的专利", silent or "专利导入基础库后自动归类统计。")
    return Table(
        heads,
        lines,
        exports=exports if lines else (),
        empty=empty,
        caption="一件专利可属于几类，件数会重复计，份额不重复",
    )


def figures_chart(scheme: str, rows: Sequence[queries.CodeSum], one: Attributor, *, whole: bool, org_id: int) -> Chart:
    shown, labels = rows[:MOST_IN_CHART], labels_of(one, scheme)
    standing, version = standing_of(one, scheme)
    hidden = f"；图中为前 {MOST_IN_CHART} 类" if len(rows) > MOST_IN_CHART else ""
    return Chart(
        kind="bar",
        title=f"按{SCHEMES[scheme]}分布",  # type: ignore[index]
        unit="件",
        categories=tuple(labels.get(each.code, each.code) for each in shown),
        series=(
            Series(
                "件数" if whole else "份额",
                tuple(float(each.patents) if whole else round(each.share, 1) for each in shown),
            ),
        ),
        links=tuple(list_url(scheme, each.code, org_id) for each in shown),
        heading="类别",
        note=f"{counting_words(one)}；{COUNTING_NOTES[whole]}{hidden}",
        source=f"{version}（{STANDING_WORDS.get(standing, '')}）",
        as_of=timezone.localtime(at).date() if (at := queries.counted_at()) else None,
    )


def labels_of(one: Attributor, scheme: str) -> Any:
    if scheme == "patent_intensive":
        return one.intensive.labels if one.intensive else {}
    return one.tables[scheme].labels  # type: ignore[index]


def tables_context(actor: Actor) -> dict[str, Any]:
    found = queries.editions()
    return {
        "head": PageHead(
            "参照表",
            subtitle="产业归属所依据的代码表：官方文件载入后以官方表为准，之前用本系统自录的先验，处处标明",
        ),
        "tables": [_table_facts(actor, table, [one for one in found if one.table == table]) for table in TABLES],
        "own": [(one, Tag(STANDING_WORDS[one.standing], TONES[one.standing])) for one in own_editions()],
    }


def _table_facts(actor: Actor, table: str, loaded: Sequence[TableEdition]) -> dict[str, Any]:
    in_use = next((one for one in loaded if one.active), None)
    own = next((one for one in own_editions() if one.table == OWN_TABLE.get(table, "")), None)
    rows = tuple(_edition_row(one) for one in loaded)
    if own is not None:
        tags = Tag("在用", "good") if in_use is None else Tag("备用")
        rows += (
            Row(
                (
                    Cell(own.edition, note="本系统自带"),
                    Cell(tag=tags),
                    Cell(STANDING_WORDS[own.standing]),
                    Cell(queries.own_entries(table)),
                    Cell("随软件"),
                )
            ),
        )
    columns = (Column("版本"), Column("状态"), Column("性质"), Column("条目", True), Column("载入", phone=False))
    return {
        "name": table,
        "title": TABLES[table],
        "missing": in_use is None and own is None,
        "table": Table(columns, rows, empty=Empty("未载入", "没有官方文件就不推断；载入后自动生效。"))
        if rows
        else None,
        "may_go_back": in_use is not None and Policy.may(actor, "classification.switch"),
    }


def _edition_row(one: TableEdition) -> Row:
    who = f"{one.loaded_by_name} {timezone.localtime(one.loaded_at):%Y-%m-%d}"
    tag = Tag("在用", "good") if one.active else Tag("备用")
    cells = (
        Cell(one.edition, note=one.file_name),
        Cell(tag=tag),
        Cell(STANDINGS[one.standing]),
        Cell(one.entries),
        Cell(who),
    )
    return Row(cells, reverse("reference-table", args=[one.pk]))


def edition_context(actor: Actor, one: TableEdition) -> dict[str, Any]:
    in_use = queries.active_edition(one.table)
    may_switch = Policy.may(actor, "classification.switch")
    use = "在用" if one.active else "备用"
    return {
        "head": PageHead(
            TABLES[one.table],
            subtitle=f"{one.edition} · {STANDINGS[one.standing]} · {one.entries} 条 · {use}",
            trail=(Link("参照表", reverse("reference-tables")),),
            others=(Step("查看全部参照表", reverse("reference-tables")),),
        ),
        "edition": one,
        "change": None if one.active else queries.change_between(one.table, in_use, one),
        "in_use": in_use.edition if in_use else "本系统自带的表",
        "may_switch": may_switch and not one.active,
    }
