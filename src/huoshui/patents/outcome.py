"""What an import did, or would do."""

from collections.abc import Iterator
from dataclasses import dataclass

from huoshui_core.standards import Problem

SHOWN = 10
COUNTED = ("rows", "new", "changed", "same", "superseded", "refused", "out_of_scope", "unmatched")


@dataclass(frozen=True, slots=True)
class Counts:
    """rows = new + changed + same + superseded + refused + out_of_scope. `unmatched` counts institutions, not rows.

    superseded: identical rows again, and earlier texts of a patent whose later text is here.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    superseded: int = 0
    refused: int = 0
    out_of_scope: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """An institution nobody has checked yet. `hint` is a proposal for a person, "" where there is none."""

    name: str
    rows: int
    region: int
    hint: str


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """How often one thing is wrong in one column."""

    first: Problem
    count: int


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`problem_count` may exceed the problems kept, `kinds` count all of them.

    `out_of_scope` gives names with their rows, most first. `notices` are rows that entered with a value put right by a
    number of their own.
    """

    run_id: int
    state: str
    counts: Counts
    problem_count: int
    problems: tuple[Problem, ...]
    kinds: tuple[ProblemKind, ...]
    notices: tuple[Problem, ...]
    unmatched: tuple[UnmatchedName, ...]
    out_of_scope: tuple[tuple[str, int], ...]
    disagreements: int = 0

    def lines(self) -> Iterator[str]:
        """The outcome in words, for a terminal."""
        counts = self.counts
        verb = "将" if self.state == "checked" else ""
        yield (
            f"共 {counts.rows} 行：{verb}新增 {counts.new}，{verb}更新 {counts.changed}，未变 {counts.same}，"
            f"重复或较早文本 {counts.superseded}，有误 {counts.refused}，非存量范围 {counts.out_of_scope}"
        )
        if self.disagreements:
            yield f"与更可靠或更新的来源不一致、保留现值待核对 {self.disagreements} 项"
        if self.notices:
            yield f"按号码更正 {len(self.notices)} 行："
            yield from (f"  {one}" for one in self.notices[:SHOWN])
        if self.problem_count > SHOWN:
            yield "有误的按种类（以第一处为例）："
            yield from (f"  {one.count} 处：{one.first}" for one in self.kinds)
        if self.unmatched:
            yield f"待核对单位 {counts.unmatched} 家："
            for one in self.unmatched:
                yield f"  {one.name}（{one.rows} 件）" + (f"：{one.hint}" if one.hint else "")
        if self.out_of_scope:
            yield f"不是高校、科研机构或医院的，未导入 {counts.out_of_scope} 行，如："
            yield from (f"  {name}（{rows} 行）" for name, rows in self.out_of_scope[:SHOWN])
