"""Figures, charts and tables of the quality page and of the stale queue."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from huoshui.curation.queries import StaleGroup, Standing
from huoshui.curation.rules import KINDS, Filled
from huoshui.display.chart import Chart, Series
from huoshui.display.parts import Cell, Column, Empty, Figure, Link, Row, Table
from huoshui.patents import public as patents

SOURCE = "专利基础库"
ROWS_SHOWN = 200


def patent_list(**query: object) -> str:
    """The list of patents behind a figure."""
    told = {name: value for name, value in query.items() if value}
    return reverse("patents") + (f"?{urlencode(told)}" if told else "")


def figures(
    standing: Standing, *, org_id: int, names: int | None, conflicts: int, refused: int, stale_days: int, today: date
) -> list[Figure]:
    found, counted = standing.figures, standing.counted_at.date() if standing.counted_at else None
    stale = found.older_than(stale_days, today)
    share = f"{stale * 1_000 // found.total / 10}%" if found.total else ""
    of = f"?org={org_id}" if org_id else ""
    waiting = [] if names is None else [Figure("待复核单位名称", names, reverse("curation-names"), "个", tone="warn")]
    return [
        Figure("专利", found.total, patent_list(org=org_id), "件", as_of=counted, source=SOURCE),
        *waiting,
        Figure(
            "来源不一致", conflicts, reverse("curation-conflicts") + of, "条", tone="warn" if conflicts else "neutral"
        ),
        Figure(
            f"超过 {stale_days} 天未更新",
            stale,
            f"{reverse('curation-stale')}?days={stale_days}" + (f"&org={org_id}" if org_id else ""),
            "件",
            note=share,
            tone="warn" if stale else "good",
            formula=f"数据日期早于 {stale_days} 天前的专利 ÷ 全部专利",
            as_of=counted,
            source=SOURCE,
        ),
        Figure(
            "最近导入中有误的行",
            refused,
            "#refused",
            "行",
            tone="bad" if refused else "neutral",
            formula="下面所列各次导入中有误、没有写入的行之和；只计已完成的导入，同一文件只计最后一次",
        ),
    ]


def completeness_chart(standing: Standing, org_id: int) -> Chart:
    names = tuple(patents.FIELDS)
    return Chart(
        kind="bar",
        title="各项目填写比例",
        unit="%",
        categories=tuple(patents.FIELDS.values()),
        series=(Series("填写比例", tuple(standing.figures.filled(one).share for one in names)),),
        links=tuple(patent_list(lacking=one, org=org_id) for one in names),
        heading="项目",
        note="有值的件数 ÷ 应有该项目的件数；点开是缺少该项目的专利。外观设计没有摘要和权利要求，不计入",
        source=SOURCE,
        as_of=standing.counted_at.date() if standing.counted_at else None,
    )


def completeness_table(standing: Standing, org_id: int) -> Table:
    found = standing.figures
    kinds = [kind for kind in KINDS if found.totals[kind]]
    columns = [Column(KINDS[kind], number=True, phone=False) for kind in kinds]
    rows = tuple(
        Row(
            (
                Cell(label),
                *(
                    _share(found.filled(name, [kind]), patent_list(lacking=name, kind=kind, org=org_id))
                    for kind in kinds
                ),
                _share(found.filled(name), patent_list(lacking=name, org=org_id)),
                Cell(found.filled(name).rows - found.filled(name).filled, patent_list(lacking=name, org=org_id)),
            )
        )
        for name, label in patents.FIELDS.items()
    )
    return Table(
        (Column("项目"), *columns, Column("合计", number=True), Column("缺少（件）", number=True)),
        rows if found.total else (),
        empty=Empty("还没有专利", "导入专利后显示各项目填写比例。"),
        caption="填写比例（%），每个数字都可点开缺少该项目的专利",
    )


def _share(one: Filled, url: str) -> Cell:
    return Cell(f"{one.share:.1f}", url) if one.rows else Cell("—")


def freshness_chart(standing: Standing, limits: Sequence[int], today: date, org_id: int) -> Chart:
    buckets = standing.figures.buckets(limits, today)
    return Chart(
        kind="bar",
        title="数据日期分布",
        unit="件",
        categories=tuple(one.label for one in buckets),
        series=(Series("专利", tuple(one.rows for one in buckets)),),
        links=tuple(patent_list(as_of_since=one.since, as_of_until=one.until, org=org_id) for one in buckets),
        heading="距今",
        note="按每件专利的数据日期计算；点开是这一段日期的专利",
        source=SOURCE,
        as_of=standing.counted_at.date() if standing.counted_at else None,
    )


def refused_table(runs: Sequence[patents.RunCard], user_id: int) -> Table:
    """A run opens for its maker alone."""
    rows = tuple(
        Row(
            (
                Cell(one.file_name),
                Cell(one.on),
                Cell(one.rows),
                Cell(one.refused, reverse("patents-import-run", args=[one.id]) if one.user_id == user_id else ""),
            )
        )
        for one in runs
    )
    columns = (Column("文件"), Column("日期"), Column("总行数", number=True, phone=False), Column("有误", number=True))
    return Table(columns, rows, empty=Empty("最近的导入没有有误的行"), caption="明细由导入人打开查看")


def stale_table(groups: Sequence[StaleGroup], exports: Sequence[Link], days: int, today: date) -> Table:
    until = today - timedelta(days=days + 1)
    rows = tuple(
        Row(
            (
                Cell(one.institution, f"{reverse('quality')}?org={one.org_id}"),
                Cell(one.source),
                Cell(one.rows, patent_list(org=one.org_id, source=one.source, as_of_until=until)),
                Cell(one.oldest),
            )
        )
        for one in groups[:ROWS_SHOWN]
    )
    hidden = f"，只列前 {ROWS_SHOWN} 组，全部见导出" if len(groups) > ROWS_SHOWN else ""
    return Table(
        (Column("单位"), Column("来源"), Column("件数", number=True), Column("最早数据日期", phone=False)),
        rows,
        exports=tuple(exports),
        empty=Empty("没有陈旧的专利", f"所有专利在 {days} 天内都由某次导入确认过。"),
        caption=f"{len(groups)} 组{hidden}" if groups else "",
    )
