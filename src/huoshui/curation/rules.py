"""From counts by institution to what a page says. Values in, answers out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huoshui.patents.public import NOT_FOR

KINDS = {"invention": "发明", "utility": "实用新型", "design": "外观设计"}
OBVIOUS = 100  # the score of a proposal that the rules themselves are certain of


@dataclass(frozen=True, slots=True)
class Filled:
    """Of `rows` that can have a field, how many have it."""

    rows: int
    filled: int

    @property
    def share(self) -> float:
        """Per cent, rounded down: nothing short of everything reads 100."""
        return self.filled * 1_000 // self.rows / 10 if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class Bucket:
    """Rows whose data date lies between two days, both within; None is open."""

    label: str
    since: date | None
    until: date | None
    rows: int


@dataclass(slots=True)
class Figures:
    """Of one institution, or the sum of several."""

    totals: Counter[str] = field(default_factory=Counter)
    missing: dict[str, Counter[str]] = field(default_factory=dict)
    ages: dict[str, Counter[str]] = field(default_factory=dict)
    unconfirmed: int = 0

    @property
    def total(self) -> int:
        return self.totals.total()

    def add(
        self,
        totals: Mapping[str, int],
        missing: Mapping[str, Mapping[str, int]],
        ages: Mapping[str, Mapping[str, int]],
        unconfirmed: int,
    ) -> None:
        self.totals.update(totals)
        for kind, counts in missing.items():
            self.missing.setdefault(kind, Counter()).update(counts)
        for source, days in ages.items():
            self.ages.setdefault(source, Counter()).update(days)
        self.unconfirmed += unconfirmed

    def filled(self, name: str, kinds: Iterable[str] = KINDS) -> Filled:
        having = [kind for kind in kinds if name not in NOT_FOR.get(kind, ())]
        rows = sum(self.totals[kind] for kind in having)
        return Filled(rows, rows - sum(self.missing.get(kind, Counter())[name] for kind in having))

    def days(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for days in self.ages.values():
            found.update(days)
        return found

    def older_than(self, days: int, today: date) -> int:
        edge = (today - timedelta(days=days)).isoformat()
        return sum(rows for day, rows in self.days().items() if day < edge)

    def buckets(self, limits: Sequence[int], today: date) -> list[Bucket]:
        """From fresh to old: up to the first limit of days, to the second, and beyond the last."""
        found, until, days = [], None, self.days()
        edges: list[int | None] = [*sorted(limits), None]
        before = 0
        for limit in edges:
            since = today - timedelta(days=limit) if limit is not None else None
            rows = sum(n for day, n in days.items() if _within(day, since, until))
            label = f"超过 {before} 天" if limit is None else f"{before + 1 if before else 0}–{limit} 天"
            found.append(Bucket(label, since, until, rows))
            until = since - timedelta(days=1) if since else None
            before = limit or before
        return found


def _within(day: str, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since.isoformat()) and (until is None or day <= until.isoformat())
