"""Reads a file of enterprises: rows that can be taken, in batches, and the problems of the others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from huoshui.enterprises.rules import STANDARD
from huoshui.kernel.actor import Actor
from huoshui.kernel.reach import EVERYWHERE, region_span
from huoshui_core.reference import region_by_code, region_by_name
from huoshui_core.standards import Problem
from huoshui_core.standards.reading import Row, open_source

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class NewProfile:
    """`region` is 0 where the row names no known place."""

    row: Row
    name: str
    uscc: str
    region: int


@dataclass
class Intake:
    """`taken` are the organisations met so far: of several rows of one, the first counts and the others are told."""

    actor: Actor
    rows: int = 0
    is_demonstration: bool = False
    repeated: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    headings: Mapping[str, str] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)

    def batches(self, path: Path, file_name: str, progress: Callable[[int], None] | None) -> Iterator[list[NewProfile]]:
        """Raises Unreadable when the file as a whole cannot be taken."""
        source = open_source(path, STANDARD, name=file_name)
        self.headings = {name: heading for heading, name in source.columns.items()}
        self.is_demonstration = source.is_demonstration
        batch: list[NewProfile] = []
        for one in source:
            self.rows += 1
            made = one if isinstance(one, Problem) else self._profile(one)
            if isinstance(made, Problem):
                self.problems.append(made)
            else:
                batch.append(made)
            if len(batch) == BATCH:
                yield batch
                batch = []
                if progress:
                    progress(self.rows)
        if batch:
            yield batch
        self.rows += source.repeats.count
        self.repeated += source.repeats.count
        self.notices = source.notices + self.notices

    def is_first(self, row: Row, org_id: int) -> bool:
        """Two spellings of one name, or a former name with the same credit code, are one enterprise."""
        earlier = self.taken.setdefault(org_id, row.line)
        if earlier == row.line:
            return True
        self.repeated += 1
        message = f"与第{earlier}行是同一家企业，以第{earlier}行为准"
        self.notices.append(self.problem(row, "name", message, "same_enterprise"))
        return False

    def problem(self, row: Row, name: str, message: str, code: str) -> Problem:
        label = STANDARD.field(name).label
        value = str(row.values.get(name) or "")
        return Problem(row.file, row.line, self.headings.get(name, label), value[:80], f"{label}：{message}", code)

    def _profile(self, row: Row) -> NewProfile | Problem:
        values = row.values
        region = _region(str(values["region_code"] or ""), str(values["province"] or ""), str(values["city"] or ""))
        if not self._is_within(region):
            message = "不在您的管辖范围内" if region else "无法识别，请填写省份和城市"
            return self.problem(row, "province", message, "region")
        return NewProfile(row, str(values["name"]), str(values["uscc"] or ""), region)

    def _is_within(self, region: int) -> bool:
        reach = self.actor.reach
        if reach == EVERYWHERE:
            return True
        low, high = region_span(region)
        return region != 0 and reach.seat_lo <= low and high <= reach.seat_hi


@lru_cache(maxsize=10_000)
def _region(code: str, province: str, city: str) -> int:
    found = region_by_code(code) if code else None
    if found is None and (province or city):
        found = region_by_name(province, city) or (region_by_name(province) if province else None)
    return found.code if found else 0
