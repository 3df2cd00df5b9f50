"""The five-year clock, pure; and that a list filters by the very same clock."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.funding import rules, states
from huoshui.funding.rules import NO_CLOCK, ProjectFacts, clock, clock_ends_on

TODAY = date(2026, 11, 28)


def clock_on(today: date = TODAY, **changes: Any) -> str:
    facts: dict[str, Any] = {
        "is_funded": "yes",
        "ends_on": date(2024, 7, 9),
        "implementation": "none",
        "has_reason": False,
    }
    return clock(**facts | changes, today=today)


def test_the_life_of_a_declaration_has_no_dead_end() -> None:
    assert states.MACHINE.faults() == []


@pytest.mark.parametrize(
    ("granted", "ends"),
    [
        (date(2019, 7, 9), date(2024, 7, 9)),
        (date(2020, 2, 29), date(2025, 2, 28)),
        (None, NO_CLOCK),
    ],
)
def test_five_years_end_on_the_corresponding_day(granted: date | None, ends: date) -> None:
    assert clock_ends_on(granted) == ends


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "passed"),
        ({"has_reason": True}, "reasoned"),
        ({"implementation": ""}, "unclear"),
        ({"implementation": "implemented"}, "implemented"),
        ({"implementation": "industrialised"}, "implemented"),
        ({"ends_on": TODAY}, "due_soon"),
        ({"ends_on": TODAY + timedelta(days=365)}, "due_soon"),
        ({"ends_on": TODAY + timedelta(days=365), "has_reason": True}, "reasoned"),
        ({"ends_on": TODAY + timedelta(days=366)}, "running"),
        ({"ends_on": TODAY + timedelta(days=366), "has_reason": True}, "running"),
        ({"ends_on": NO_CLOCK}, "not_granted"),
        ({"is_funded": "no"}, "not_funded"),
        ({"is_funded": "unknown"}, "unknown"),
    ],
)
def test_how_the_clock_stands(changes: dict[str, Any], state: str) -> None:
    assert clock_on(**changes) == state


def test_the_last_day_of_five_years_is_still_in_time() -> None:
    assert clock_on(date(2024, 7, 9)) == "due_soon"
    assert clock_on(date(2024, 7, 10)) == "passed"


@given(
    st.sampled_from(["yes", "no", "unknown"]),
    st.dates(date(2010, 1, 1), date(2040, 1, 1)),
    st.sampled_from(["", "none", "implemented", "industrialised"]),
    st.booleans(),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_only_what_is_funded_unused_over_time_and_unexplained_is_a_red_flag(
    funded: str, ends: date, used: str, reason: bool, today: date
) -> None:
    found = clock(is_funded=funded, ends_on=ends, implementation=used, has_reason=reason, today=today)
    assert found in rules.CLOCKS
    assert (found == "passed") == (funded == "yes" and used == "none" and not reason and today > ends)


def test_a_project_is_known_again_by_its_number_else_by_its_name() -> None:
    assert ProjectFacts(project_no="2021 yfb 01", project_name="甲").key == ProjectFacts(project_no="2021YFB01").key
    assert ProjectFacts(project_name="甲 乙").key == "甲乙"
    assert ProjectFacts(funder="nsfc").is_empty
