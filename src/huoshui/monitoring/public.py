"""The door of monitoring."""

from dataclasses import dataclass

from huoshui.display.parts import Cell, Column, Empty, Row, Table
from huoshui.kernel.actor import Actor
from huoshui.monitoring import queries, tables
from huoshui.monitoring.indicators import BEHIND_BELOW, BY_NAME, INDICATORS, rate
from huoshui.monitoring.links import opened_list


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: float
    unit: str
    note: str
    formula: str
    url: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole of an actor's reach. `behind`: institutions whose inventory rate is below the first mark."""

    indicators: tuple[Figure, ...]
    institutions: int
    behind: int


def summary(actor: Actor) -> Summary:
    rows = queries.standings(actor)
    total = queries.whole(rows, actor.org_name)
    figures = tuple(
        Figure(one.label, one.value(total), one.unit, "", one.formula, opened_list(one)) for one in INDICATORS
    )
    behind = sum(1 for row in rows if row.total and rate(row.by_state["accepted"], row.total) < BEHIND_BELOW)
    return Summary(figures, len(rows), behind)


def behind_table(actor: Actor, *, most: int = 5) -> Table:
    """For the first page: the institutions furthest behind, each with its list."""
    rate_of, left = BY_NAME["accepted_rate"], BY_NAME["unopened"]
    rows = [one for one in tables.ordered(queries.standings(actor), "") if one.total][:most]
    lines = [
        Row(
            (Cell(one.name), Cell(rate_of.value(one)), Cell(left.value(one), opened_list(left, org=one.org_id))),
            opened_list(BY_NAME["total"], org=one.org_id),
        )
        for one in rows
    ]
    columns = (
        Column("单位"),
        Column(f"{rate_of.label}（{rate_of.unit}）", True),
        Column(f"{left.label}（{left.unit}）", True),
    )
    return Table(columns, tuple(lines), empty=Empty("辖区内还没有单位"), caption="盘点率最低的几家")
