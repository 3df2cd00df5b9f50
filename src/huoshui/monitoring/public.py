"""The door of monitoring."""

from dataclasses import dataclass

from huoshui.kernel.actor import Actor
from huoshui.monitoring import queries
from huoshui.monitoring.indicators import BEHIND_BELOW, INDICATORS, rate
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
