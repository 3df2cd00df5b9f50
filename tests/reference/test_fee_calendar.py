"""When annual fees fall due, what they cost, and what follows from what sources say of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.reference.fee_calendar import (
    Known,
    Reductions,
    Right,
    grant_year,
    if_dropped,
    months_after,
    schedule,
    standing,
    unpriced_years,
)
from huoshui_core.reference.fees import late_fee_percent
from huoshui_core.reference.validity import expires_on

INVENTION = Right("invention", date(2017, 7, 21), date(2019, 7, 9), date(2037, 7, 21))
LEAP = Right("utility", date(2020, 2, 29), date(2020, 11, 3), date(2030, 2, 28))
MOST = timedelta(days=6 * 365)

days = st.dates(date(2003, 10, 1), date(2026, 11, 28))


@st.composite
def rights(draw):
    kind = draw(st.sampled_from(["invention", "utility", "design"]))
    filed = draw(days)
    granted = filed + timedelta(days=draw(st.integers(60, MOST.days)))
    ends = expires_on(kind, "granted", filed)
    return Right(kind, filed, granted, ends)


reductions = st.builds(
    Reductions,
    applicants=st.integers(0, 5),
    years=st.one_of(st.none(), st.integers(1, 20)),
    open_licence=st.booleans(),
)
knowledge = st.builds(
    Known,
    paid_through=st.one_of(st.none(), st.integers(1, 20)),
    said_on=st.one_of(st.none(), days),
    own_paid_through=st.one_of(st.none(), st.integers(1, 20)),
    in_force_on=st.one_of(st.none(), days),
)


def test_the_year_of_the_grant_is_paid_at_registration_and_the_next_is_due_before_it_ends():
    assert grant_year(INVENTION) == 2
    fees = schedule(INVENTION)
    assert [(fee.year, fee.due_on, fee.full) for fee in fees[:3]] == [
        (3, date(2019, 7, 21), 900),
        (4, date(2020, 7, 21), 1200),
        (5, date(2021, 7, 21), 1200),
    ]
    assert fees[-1].year == 20
    assert fees[-1].due_on == date(2036, 7, 21)


def test_a_grant_on_the_anniversary_belongs_to_the_new_year():
    right = Right("invention", date(2017, 7, 21), date(2019, 7, 21), date(2037, 7, 21))
    assert grant_year(right) == 3


def test_a_filing_on_29_february_falls_due_on_the_last_day_of_february():
    fees = schedule(LEAP)
    assert [fee.due_on for fee in fees[:4]] == [
        date(2021, 2, 28),
        date(2022, 2, 28),
        date(2023, 2, 28),
        date(2024, 2, 29),
    ]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_a_month_without_the_corresponding_day_ends_on_its_last(day, months, then):
    assert months_after(day, months) == then


def test_the_late_fee_is_of_the_full_fee_and_the_first_month_is_free():
    [fee, *_] = schedule(INVENTION, Reductions(applicants=1))
    assert (fee.full, fee.amount) == (900, 135)
    paid = [date(2019, 7, 21), date(2019, 8, 21), date(2019, 8, 22), date(2019, 9, 21), date(2019, 9, 22)]
    assert [fee.late_fee(day) for day in paid] == [0, 0, 45, 45, 90]
    assert fee.late_fee(fee.grace_until) == 225
    assert fee.late_fee(fee.grace_until + timedelta(days=1)) == 0
    assert [late_fee_percent(month) for month in range(1, 7)] == [0, 5, 10, 15, 20, 25]


def test_one_applicant_saves_85_percent_several_70_for_ten_years_from_that_of_the_grant():
    one, several = schedule(INVENTION, Reductions(applicants=1)), schedule(INVENTION, Reductions(applicants=2))
    assert [fee.amount for fee in one[:2]] == [135, 180]
    assert [fee.amount for fee in several[:2]] == [270, 360]
    by_year = {fee.year: fee for fee in one}
    assert by_year[11].amount == 600
    assert by_year[12].amount == by_year[12].full == 4000


def test_only_the_best_single_reduction_counts():
    both = schedule(INVENTION, Reductions(applicants=1, open_licence=True))
    assert both[0].amount == 135
    by_year = {fee.year: fee for fee in both}
    assert by_year[12].amount == 3400


def test_in_force_on_a_day_says_that_what_fell_due_more_than_the_grace_before_was_paid():
    fees = schedule(INVENTION)
    found = standing(INVENTION, fees, Known(in_force_on=date(2026, 3, 1)), date(2026, 11, 28))
    assert (found.basis, found.paid_through) == ("implied", 9)
    assert found.next is not None
    assert (found.next.year, found.phase, found.unverified) == (10, "check", ())


def test_an_old_statement_leaves_years_that_nobody_can_vouch_for():
    fees = schedule(INVENTION)
    found = standing(INVENTION, fees, Known(in_force_on=date(2023, 3, 1)), date(2026, 11, 28))
    assert found.paid_through == 6
    assert found.unverified == (7, 8, 9)
    assert found.next is not None
    assert found.next.year == 10


def test_a_source_later_than_the_due_date_that_stops_short_of_it_says_unpaid():
    fees = schedule(INVENTION)
    today = date(2026, 11, 28)
    told = standing(INVENTION, fees, Known(paid_through=9, said_on=date(2026, 9, 1)), today)
    assert (told.phase, told.late_fee, told.basis) == ("grace", 4000 * 20 // 100, "stated")
    before = standing(INVENTION, fees, Known(paid_through=9, said_on=date(2026, 7, 1)), today)
    assert before.phase == "check"
    paid = standing(INVENTION, fees, Known(paid_through=9, said_on=date(2026, 9, 1), own_paid_through=10), today)
    assert (paid.phase, paid.basis, paid.late_fee) == ("upcoming", "own", 0)


def test_dropping_ends_the_right_as_from_the_due_date_and_saves_what_remains():
    fees = schedule(INVENTION)
    found = standing(INVENTION, fees, Known(paid_through=18, said_on=date(2026, 9, 1)), date(2026, 11, 28))
    dropped = if_dropped(found)
    assert dropped is not None
    assert (dropped.ends_as_from, dropped.last_day, dropped.saved) == (date(2035, 7, 21), date(2036, 1, 21), 16_000)


def test_once_the_last_year_is_paid_nothing_more_falls_due():
    fees = schedule(INVENTION)
    found = standing(INVENTION, fees, Known(own_paid_through=20), date(2036, 8, 1))
    assert (found.phase, found.next, found.cost_to_expiry, if_dropped(found)) == ("done", None, 0, None)
    assert found.changes_on == INVENTION.expires_on


def test_a_right_that_ends_before_the_next_due_date_owes_nothing_more():
    short = Right("design", date(2010, 5, 10), date(2019, 6, 1), date(2020, 5, 10))
    assert schedule(short) == ()
    assert standing(short, (), Known(), date(2020, 1, 1)).phase == "done"
    assert standing(short, (), Known(), date(2020, 5, 10)).phase == "over"


def test_a_compensated_term_names_the_years_that_have_no_price():
    long = Right("invention", date(2017, 7, 21), date(2019, 7, 9), date(2039, 1, 1))
    assert unpriced_years(long) == (21, 22)
    assert schedule(long)[-1].year == 20


@given(rights(), reductions)
def test_due_dates_increase_fees_never_fall_below_nothing_and_lie_within_the_term(right, less):
    fees = schedule(right, less)
    dues = [fee.due_on for fee in fees]
    assert dues == sorted(set(dues))
    for fee in fees:
        assert right.grant_date < fee.due_on < right.expires_on
        assert 0 < fee.amount <= fee.full
        assert fee.due_on < fee.grace_until <= months_after(fee.due_on, 6)
        assert fee.full * 15 % 100 == 0


@given(rights(), reductions)
def test_a_reduction_never_costs_more_than_none(right, less):
    plain = schedule(right)
    assert all(a.amount <= b.amount and a.full == b.full for a, b in zip(schedule(right, less), plain, strict=True))


@given(rights(), reductions, knowledge, days)
def test_the_cost_to_expiry_is_the_sum_over_its_years_and_nothing_known_paid_is_in_it(right, less, known, today):
    fees = schedule(right, less)
    found = standing(right, fees, known, today)
    assert found.cost_to_expiry == sum(fee.amount for fee in found.remaining) >= 0
    assert all(fee.year > found.paid_through and fee.grace_until >= today for fee in found.remaining)
    assert found.late_fee >= 0
    assert found.paid_through >= grant_year(right)
    if found.phase != "over":
        told = {*found.unverified, *(fee.year for fee in found.remaining)}
        assert told == {fee.year for fee in fees if fee.year > found.paid_through}


@given(rights(), reductions, knowledge, days)
def test_it_stands_the_same_until_the_day_it_says_it_changes(right, less, known, today):
    fees = schedule(right, less)
    found = standing(right, fees, known, today)
    assert found.changes_on > today
    if found.phase != "over":
        until = min(found.changes_on - timedelta(days=1), today + timedelta(days=400))
        assert standing(right, fees, known, until) == found


@given(rights(), knowledge, days)
def test_late_fees_never_fall_while_the_grace_lasts(right, known, today):
    for fee in schedule(right)[:3]:
        span = (fee.grace_until - fee.due_on).days
        late = [fee.late_fee(fee.due_on + timedelta(days=n)) for n in range(0, span + 1, 7)]
        assert late == sorted(late)
        assert late[0] == 0
        assert late[-1] <= fee.full // 4
