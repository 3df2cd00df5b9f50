"""Terms in years and months (实施细则 §5): the corresponding day of the last month, else its last day. Never raises."""

import calendar
from datetime import date

GRACE_MONTHS = 6


def months_after(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def years_after(day: date, years: int) -> date:
    return months_after(day, 12 * years)


def fee_due_on(filing_date: date, year: int) -> date:
    """The annual fee of the year-th year is due before the year before it ends (实施细则 §115)."""
    return years_after(filing_date, max(year - 1, 0))


def grace_ends_on(due_on: date) -> date:
    return months_after(due_on, GRACE_MONTHS)


def settled_years(filing_date: date, stands_on: date) -> int:
    """How many annual fees must have been paid for the right to stand on a day: those whose grace was over before."""
    due = (fee_due_on(filing_date, year) for year in range(1, stands_on.year - filing_date.year + 2))
    return sum(grace_ends_on(day) < stands_on for day in due)


def lapse_day(filing_date: date, announced_on: date) -> date | None:
    """The due day that an announced lapse goes back to, where the announcement does not name it: the last one whose
    grace was over by then."""
    years = range(announced_on.year - filing_date.year + 1, 0, -1)
    due = (years_after(filing_date, count) for count in years)
    return next((day for day in due if grace_ends_on(day) <= announced_on), None)
