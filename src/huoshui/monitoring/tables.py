"""The chart and the table of progress, drawn from the indicators."""

from collections.abc import Mapping, Sequence
from typing import Any

from huoshui.display.chart import Chart, Series
from huoshui.display.parts import Cell, Column, Empty, Link, Row, Table
from huoshui.kernel import clock
from huoshui.kernel.errors import Invalid
from huoshui.monitoring.indicators import BY_NAME, INDICATORS, PLAN, Standing
from huoshui.monitoring.links import opened_list

MOST_IN_CHART = 30
SORTS = ("name", *BY_NAME)


def ordered(rows: Sequence[Standing], sort: str) -> list[Standing]:
    """By an indicator or by name; the default puts those furthest behind first."""
    key = sort.removeprefix("-") or "accepted_rate"
    if key not in SORTS:
        raise Invalid(f"不能按“{sort}”排序", field="sort")
    value: Any = (lambda one: one.name) if key == "name" else BY_NAME[key].value
    return sorted(rows, key=lambda one: (value(one), one.org_id), reverse=sort.startswith("-"))


def rate_chart(rows: Sequence[Standing]) -> Chart:
    shown = rows[:MOST_IN_CHART]
    indicator = BY_NAME["accepted_rate"]
    hidden = f"；图中为前 {MOST_IN_CHART} 家，其余见表" if len(rows) > MOST_IN_CHART else ""
    return Chart(
        kind="bar",
        title="各单位盘点率",
        unit=indicator.unit,
        categories=tuple(one.name for one in shown),
        series=(
            Series(indicator.label, tuple(indicator.value(one) for one in shown)),
            Series("目标", tuple(100.0 for _ in shown), role="target"),
        ),
        links=tuple(opened_list(BY_NAME["total"], org=one.org_id) for one in shown),
        heading="单位",
        note=f"{indicator.formula}；国家方案要求 2024 年底前全部盘点{hidden}",
        source=PLAN,
        as_of=clock.today(),
    )


def progress_table(
    rows: Sequence[Standing], total: Standing, sort_urls: Mapping[str, str], narrowed: Mapping[str, object]
) -> Table:
    """`narrowed`: the filters in force, which the lists behind the sums need too."""
    columns = [Column("单位", sort_url=sort_urls["name"])]
    columns += [Column(f"{one.label}（{one.unit}）", True, sort_urls[one.name]) for one in INDICATORS]
    lines = [Row((Cell(total.name), *_cells(total, narrowed)))] if len(rows) > 1 else []
    each = [(one, {"org": one.org_id}) for one in rows]
    lines += [Row((Cell(one.name, opened_list(BY_NAME["total"], **of)), *_cells(one, of))) for one, of in each]
    return Table(
        columns=tuple(columns),
        rows=tuple(lines) if rows else (),
        exports=(Link("Excel", sort_urls["export_xlsx"]), Link("CSV", sort_urls["export_csv"])),
        empty=Empty("辖区内还没有单位", "单位随专利导入自动开设，也可由“单位目录”导入。"),
        caption="每个数字都可点开对应的清单",
    )


def _cells(one: Standing, narrowed: Mapping[str, object]) -> list[Cell]:
    return [Cell(indicator.value(one), opened_list(indicator, **narrowed)) for indicator in INDICATORS]
