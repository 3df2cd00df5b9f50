"""When a patent's annual fees fall due, what they cost until it expires, what being late costs. Values in, answers out.

All money is whole yuan: every full fee is a multiple of 100. Whether a fee was paid is never worked out here from
silence: `standing` says what follows from what a source said, and on which ground.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from huoshui_core.reference.fees import PatentKind, annual_fee, grace_months, late_fee_percent, reduction, term_years

DAY = timedelta(days=1)
# upcoming: everything due so far is paid; check: a day has passed and nobody said whether it was paid; grace: a source
# says it was not; done: no further fee until the right expires; over: the right has expired.
Phase = Literal["upcoming", "check", "grace", "done", "over"]
Basis = Literal["own", "stated", "implied", "none"]


@dataclass(frozen=True, slots=True)
class Right:
    """`expires_on` is the end of the term, with any compensation there is."""

    kind: PatentKind
    filing_date: date
    grant_date: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Reductions:
    """`applicants` 0: no reduction is on record with the office. `years` count from the year of the grant."""

    applicants: int = 0
    years: int | None = None
    open_licence: bool = False

    def percent(self, *, years_since_grant: int) -> int:
        """The best single one: they do not add up (收费公告)."""
        found = [0]
        if self.applicants:
            off, limit = reduction("one_applicant" if self.applicants == 1 else "several_applicants")
            if years_since_grant < (self.years or limit or 0):
                found.append(off)
        if self.open_licence:
            found.append(reduction("open_licence")[0])
        return max(found)


@dataclass(frozen=True, slots=True)
class YearFee:
    """`full` is the fee of the table, `amount` what is to be paid in time. Paid late it costs `late_fee` besides."""

    year: int
    due_on: date
    grace_until: date
    full: int
    amount: int

    def late_fee(self, paid_on: date) -> int:
        """5 % of the full fee for each month begun after the first (实施细则 §115). Nothing in time, nor once the
        grace is over: then there is nothing left to pay."""
        if not self.due_on < paid_on <= self.grace_until:
            return 0
        return self.full * late_fee_percent(_month_of(self.due_on, paid_on)) // 100

    def next_change(self, today: date) -> date:
        """The first day on which it stands differently: due, one step dearer, or past."""
        if today <= self.due_on:
            return self.due_on + DAY
        month = _month_of(self.due_on, today)
        return (months_after(self.due_on, month) if month < grace_months() else self.grace_until) + DAY


@dataclass(frozen=True, slots=True)
class Known:
    """What sources say. `paid_through` counts years; `said_on` is the day of the source that says so.

    `in_force_on`: a day on which a source called the right in force. From it follows that what fell due more than
    the grace before had been paid, and no more.
    """

    paid_through: int | None = None
    said_on: date | None = None
    own_paid_through: int | None = None
    in_force_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """`next` is the first year not known to be paid whose grace is not over.

    `unverified` are earlier ones: due, grace over, and no source says what became of them.
    """

    phase: Phase
    basis: Basis
    paid_through: int
    next: YearFee | None
    unverified: tuple[int, ...]
    remaining: tuple[YearFee, ...]
    cost_to_expiry: int
    late_fee: int
    changes_on: date


@dataclass(frozen=True, slots=True)
class Dropped:
    """What not paying the next fee means: the right ends as from its due date; until `last_day` one may still pay."""

    ends_as_from: date
    last_day: date
    saved: int


def months_after(day: date, months: int) -> date:
    """The corresponding day of the last month, else its last day (实施细则 §5)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month, last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")


def grant_year(right: Right) -> int:
    """The year, counted from filing, in which the grant was announced: its fee is paid at registration (§114)."""
    months = (right.grant_date.year - right.filing_date.year) * 12 + right.grant_date.month - right.filing_date.month
    year = max(months // 12, 0)
    while months_after(right.filing_date, 12 * (year + 1)) <= right.grant_date:
        year += 1
    while year and months_after(right.filing_date, 12 * year) > right.grant_date:
        year -= 1
    return year + 1


def schedule(right: Right, reductions: Reductions = Reductions()) -> tuple[YearFee, ...]:
    """Every year after that of the grant until the term ends, in order.

    Each is due before the year before it ends (§114): the day of filing in that year is the last one. Years beyond
    the table (a compensated term) have no fee there and are left out; `unpriced_years` names them.
    """
    first = grant_year(right)
    found = []
    for year in range(first + 1, term_years(right.kind) + 1):
        due = months_after(right.filing_date, 12 * (year - 1))
        if due >= right.expires_on:
            break
        full = annual_fee(right.kind, year)
        amount = full * (100 - reductions.percent(years_since_grant=year - first)) // 100
        found.append(YearFee(year, due, months_after(due, grace_months()), full, amount))
    return tuple(found)


def unpriced_years(right: Right) -> tuple[int, ...]:
    """Years of a compensated term that the table of fees does not reach."""
    beyond = []
    year = term_years(right.kind) + 1
    while months_after(right.filing_date, 12 * (year - 1)) < right.expires_on:
        beyond.append(year)
        year += 1
    return tuple(beyond)


def standing(right: Right, fees: Sequence[YearFee], known: Known, today: date) -> Standing:
    """How the fees stand on a day, as far as anybody said."""
    registered = grant_year(right)
    paid, basis = _paid_through(fees, known, registered)
    open_years = [fee for fee in fees if fee.year > paid]
    unverified = tuple(fee.year for fee in open_years if fee.grace_until < today)
    remaining = tuple(fee for fee in open_years if fee.grace_until >= today)
    following = remaining[0] if remaining else None
    if today >= right.expires_on:
        return Standing("over", basis, paid, None, unverified, (), 0, 0, date.max)
    phase: Phase = "done"
    if following is not None:
        phase = _phase(following, known, today)
    return Standing(
        phase=phase,
        basis=basis,
        paid_through=paid,
        next=following,
        unverified=unverified,
        remaining=remaining,
        cost_to_expiry=sum(fee.amount for fee in remaining),
        late_fee=following.late_fee(today) if following else 0,
        changes_on=min(following.next_change(today), right.expires_on) if following else right.expires_on,
    )


def if_dropped(found: Standing) -> Dropped | None:
    """None where nothing is left to drop."""
    if found.next is None:
        return None
    return Dropped(found.next.due_on, found.next.grace_until, found.cost_to_expiry)


def _phase(fee: YearFee, known: Known, today: date) -> Phase:
    if today <= fee.due_on:
        return "upcoming"
    told_unpaid = known.paid_through is not None and known.said_on is not None and known.said_on > fee.due_on
    return "grace" if told_unpaid else "check"


def _paid_through(fees: Sequence[YearFee], known: Known, registered: int) -> tuple[int, Basis]:
    """The furthest year that anything says is paid, and the ground of it; a tie goes to the plainer word."""
    on = known.in_force_on
    implied = max((fee.year for fee in fees if on is not None and fee.grace_until < on), default=registered)
    grounds: list[tuple[int, int, Basis]] = [(registered, 0, "none")]
    if on is not None:
        grounds.append((max(implied, registered), 1, "implied"))
    if known.paid_through is not None:
        grounds.append((max(known.paid_through, registered), 2, "stated"))
    if known.own_paid_through is not None:
        grounds.append((max(known.own_paid_through, registered), 3, "own"))
    year, _, basis = max(grounds)
    return year, basis


def _month_of(due: date, day: date) -> int:
    """In which month after the due date a day lies: the first reaches to the corresponding day, itself included."""
    month = 1
    while months_after(due, month) < day:
        month += 1
    return month
