"""What one import of events or payments did."""

from collections.abc import Iterator
from dataclasses import dataclass

from huoshui_core.standards import Problem

SHOWN = 20


@dataclass(frozen=True, slots=True)
class EventCounts:
    """rows = new + same + refused + unmatched, but for a patent of two institutions, whose row counts at each."""

    rows: int
    new: int
    same: int
    refused: int
    unmatched: int
    patents: int


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """`unmatched`: numbers that no patent in the actor's reach has, with the rows that name them."""

    run_id: int
    state: str
    subject: str
    counts: EventCounts
    problem_count: int
    problems: tuple[Problem, ...]
    unmatched: tuple[tuple[str, int], ...]

    def lines(self) -> Iterator[str]:
        counts = self.counts
        verb = "将" if self.state == "checked" else ""
        yield (
            f"共 {counts.rows} 行：{verb}新增 {counts.new}，已有 {counts.same}，有误 {counts.refused}，"
            f"未找到专利 {counts.unmatched}；涉及专利 {counts.patents} 件"
        )
        if self.unmatched:
            yield "基础库中没有的号码，如："
            yield from (f"  {number}（{rows} 行）" for number, rows in self.unmatched[:SHOWN])
