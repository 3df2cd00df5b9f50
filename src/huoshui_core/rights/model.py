"""Facts and events that go in, the right that comes out. All frozen; dates are days, shares fractions of the whole."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

STATUSES = {
    "pending": "审中",
    "refused": "申请未获授权",
    "in_force": "有效",
    "lapsed": "未缴年费终止",
    "expired": "期限届满",
    "abandoned": "已放弃",
    "superseded": "因同日发明授权终止",
    "invalidated": "已宣告全部无效",
    "ended": "来源称已失效",
    "unknown": "未知",
}
ENDED = frozenset({"lapsed", "expired", "abandoned", "superseded", "invalidated", "ended"})


@dataclass(frozen=True, slots=True)
class RightFacts:
    """What bibliography tells. `stated` is the last legal status a source stated (code list legal_status).

    `owners` are those the source names, which it may have brought up to date. `twin_granted_on`: the day on which the
    invention filed with this utility model was granted, where a source states that they are a pair.
    """

    kind: str  # invention | utility | design
    stage: str = "granted"  # published | granted
    filing_date: date | None = None
    grant_date: date | None = None
    owners: tuple[str, ...] = ()
    stated: str = ""
    stated_on: date | None = None
    twin_granted_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class RightEvent:
    """One thing that happened. `effective_on` is when it took effect, `announced_on` when the public could know.

    `before` and `after` are names (owners, separated by |, where it is a transfer); `party` is the licensee, pledgee,
    court; `filing_no` the number of the recorded contract; `year` of an annual fee; `until` the last day of a licence
    or the new end of the term.
    """

    kind: str
    code: str = ""
    effective_on: date | None = None
    announced_on: date | None = None
    before: str = ""
    after: str = ""
    party: str = ""
    filing_no: str = ""
    licence: str = ""
    share: Fraction | None = None
    year: int = 0
    until: date | None = None
    detail: str = field(default="", compare=False)
    source: str = field(default="", compare=False)
    source_rank: int = field(default=0, compare=False)
    as_of: date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Owner:
    """`share` is None where nobody stated it: it is never guessed. The only owner has the whole."""

    name: str
    share: Fraction | None
    since: date | None


@dataclass(frozen=True, slots=True)
class Burden:
    """A pledge, a preservation or a licence that is open. `licence` is its kind, "" where nobody stated it."""

    kind: str  # pledge | preservation | licence | open_licence
    party: str = ""
    filing_no: str = ""
    since: date | None = None
    until: date | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class FeeOwed:
    """The first annual fee not known as paid whose due day has passed. After `grace_ends_on` the right ends.

    `seen_on` is the last day on which it was seen unpaid; None: merely not seen paid.
    """

    year: int
    due_on: date
    grace_ends_on: date
    seen_on: date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where what is known contradicts itself; a person looks. `text` is Chinese, for the page."""

    code: str
    text: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """A right as at `on`. `in_force` is None where nothing tells; `since` is when the status took effect.

    `is_void`: invalidated wholly, so never was a right (专利法 §47). `next_due_on` is the due day of the first annual
    fee not known as paid, where payments are known. `as_of` is the youngest day anything is known of.
    """

    on: date
    status: str
    since: date | None
    in_force: bool | None
    legal_status: str
    kind: str
    granted_on: date | None = None
    expires_on: date | None = None
    lapsed_on: date | None = None
    restored_on: date | None = None
    is_void: bool = False
    is_limited: bool = False
    has_report: bool = False
    owners: tuple[Owner, ...] = ()
    burdens: tuple[Burden, ...] = ()
    paid_years: tuple[int, ...] = ()
    owed: FeeOwed | None = None
    next_due_on: date | None = None
    doubts: tuple[Doubt, ...] = ()
    as_of: date | None = None

    @property
    def is_transferred(self) -> bool:
        """Somebody has it from another."""
        return any(one.since for one in self.owners)

    @property
    def paid_through_year(self) -> int | None:
        return max(self.paid_years, default=None)

    def open(self, kind: str) -> tuple[Burden, ...]:
        return tuple(one for one in self.burdens if one.kind == kind)
