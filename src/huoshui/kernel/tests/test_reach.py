"""The numbering of organisations: every reach is one range, and ranges mean what their territory means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui.kernel.reach import (
    EVERYWHERE,
    NOWHERE,
    PART_SPAN,
    SERIAL_SPAN,
    TOP,
    branch_of_lines,
    branch_of_seats,
    branches,
    line_seat_number,
    reach_of_line,
    reach_of_organisation,
    reach_of_territory,
    region_span,
    seat_number,
)

COUNTIES = st.builds(
    lambda province, city, county: province * 10_000 + city * 100 + county,
    st.integers(11, 82),
    st.integers(0, 99),
    st.integers(0, 99),
)
SERIALS = st.integers(0, SERIAL_SPAN - 1)
PARTS = st.integers(0, PART_SPAN - 1)
LINE_NUMBERS = st.integers(0, 99)
PLACES = st.tuples(COUNTIES, SERIALS, PARTS, LINE_NUMBERS)
Place = tuple[int, int, int, int]


def numbers(place: Place) -> tuple[int, int]:
    region, serial, part, line = place
    seat = seat_number(region, serial, part)
    return seat, line_seat_number(line, seat)


def lies_in(region: int, territory: int) -> bool:
    """By the digits of the code, as a person reads it: 43…… is Hunan, 4301.. Changsha."""
    code = f"{territory:06d}"
    prefix = "" if territory == 0 else code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code
    return f"{region:06d}".startswith(prefix)


@given(
    PLACES, st.one_of(COUNTIES, COUNTIES.map(lambda c: c // 100 * 100), COUNTIES.map(lambda c: c // 10_000 * 10_000))
)
def test_a_territory_covers_what_its_code_says(place: Place, territory: int) -> None:
    assert reach_of_territory(territory).covers(*numbers(place)) == lies_in(place[0], territory)
    own = place[0]
    for wider in (own, own // 100 * 100, own // 10_000 * 10_000, 0):
        assert reach_of_territory(wider).covers(*numbers(place))


@given(PLACES, LINE_NUMBERS, COUNTIES.map(lambda c: c // 10_000 * 10_000) | st.just(0))
def test_a_line_covers_its_own_organisations_in_its_territory(place: Place, line: int, territory: int) -> None:
    expected = place[3] == line and lies_in(place[0], territory)
    assert reach_of_line(line, territory).covers(*numbers(place)) == expected
    assert reach_of_line(place[3], territory).covers(*numbers(place)) == lies_in(place[0], territory)


@given(PLACES, PLACES)
def test_numbers_never_collide_and_stay_in_eight_bytes(one: Place, other: Place) -> None:
    assert (seat_number(*one[:3]) == seat_number(*other[:3])) == (one[:3] == other[:3])
    assert (numbers(one)[1] == numbers(other)[1]) == (one == other)
    assert 0 <= numbers(one)[0] <= numbers(one)[1] <= TOP < 2**63


@given(COUNTIES, SERIALS, st.integers(1, PART_SPAN - 1), PLACES)
def test_an_organisation_covers_itself_with_its_parts_and_a_part_itself_alone(
    region: int, serial: int, part: int, other: Place
) -> None:
    whole, college = seat_number(region, serial), seat_number(region, serial, part)
    assert reach_of_organisation(whole).covers(college, college)
    assert reach_of_organisation(college).covers(college, college)
    assert not reach_of_organisation(college).covers(whole, whole)
    seat, line_seat = numbers(other)
    assert reach_of_organisation(whole).covers(seat, line_seat) == (other[:2] == (region, serial))
    assert reach_of_organisation(college).covers(seat, line_seat) == (other[:3] == (region, serial, part))


@given(PLACES)
def test_everywhere_covers_all_and_nowhere_nothing(place: Place) -> None:
    assert EVERYWHERE.covers(*numbers(place))
    assert not NOWHERE.covers(*numbers(place))


@pytest.mark.parametrize(
    ("region", "first", "last"),
    [
        (0, 0, 999_999_999_999_999),
        (430000, 430000_000000_000, 439999_999999_999),
        (430100, 430100_000000_000, 430199_999999_999),
        (430102, 430102_000000_000, 430102_999999_999),
    ],
)
def test_the_span_of_nation_province_city_and_county(region: int, first: int, last: int) -> None:
    assert region_span(region) == (first, last)


@pytest.mark.parametrize(
    ("region", "serial", "part"),
    [(1_000_000, 0, 0), (-1, 0, 0), (430100, SERIAL_SPAN, 0), (430100, -1, 0), (430100, 1, PART_SPAN), (430100, 1, -1)],
)
def test_a_number_that_does_not_fit_is_an_error(region: int, serial: int, part: int) -> None:
    with pytest.raises(ValueError, match="no seat"):
        seat_number(region, serial, part)


@pytest.mark.parametrize("line", [-1, 100])
def test_a_line_that_does_not_fit_is_an_error(line: int) -> None:
    with pytest.raises(ValueError, match="no such line"):
        line_seat_number(line, 0)


@given(PLACES, PLACES, st.sampled_from([0, 1, 100, 10_000]))
def test_a_row_bears_the_name_of_a_branch_where_the_branch_covers_it(place: Place, other: Place, width: int) -> None:
    region, serial, part, line = place
    territory = region // width * width if width else 0
    reaches = [
        reach_of_organisation(seat_number(region, serial)),
        reach_of_organisation(seat_number(region, serial, part)),
        reach_of_line(line, territory),
    ]
    if territory:
        reaches.append(reach_of_territory(territory))
    near = (other[0] // 100 * 100 + region % 100, serial, other[2], line)
    for reach in reaches:
        seats, lines = (reach.seat_lo, reach.seat_hi), (reach.line_lo, reach.line_hi)
        name = branch_of_lines(*lines) if seats == (0, TOP) else branch_of_seats(*seats)
        assert name
        for row in (place, other, near, (*place[:2], other[2], line), (*place[:3], other[3])):
            assert (name in branches(*numbers(row))) == reach.covers(*numbers(row))


@given(PLACES, st.integers(1, 10**8))
def test_a_range_that_is_no_whole_branch_has_no_name(place: Place, more: int) -> None:
    seat, line_seat = numbers(place)
    lo, hi = region_span(place[0])
    for name in (branch_of_seats(lo, hi - more), branch_of_seats(lo + more, hi)):
        assert not name or name in branches(seat, line_seat)
    assert branch_of_seats(0, TOP) == branch_of_seats(*region_span(0)) == ""
    assert branch_of_lines(line_seat, line_seat + more) == ""
    assert branch_of_lines(0, TOP) == ""
