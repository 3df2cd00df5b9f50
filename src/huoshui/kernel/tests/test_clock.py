from datetime import UTC, date, datetime

import pytest

from huoshui.kernel import clock

NEW_YEAR_IN_BEIJING = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)


def test_the_clock_can_be_set_and_goes_on_afterwards() -> None:
    with clock.clock_at(NEW_YEAR_IN_BEIJING):
        assert clock.now() == NEW_YEAR_IN_BEIJING
        with clock.clock_at(datetime(2001, 1, 1, tzinfo=UTC)):
            assert clock.now().year == 2001
        assert clock.now() == NEW_YEAR_IN_BEIJING
    assert clock.now() != NEW_YEAR_IN_BEIJING


def test_it_is_put_back_after_a_fault() -> None:
    with pytest.raises(RuntimeError), clock.clock_at(NEW_YEAR_IN_BEIJING):
        raise RuntimeError
    assert clock.now() != NEW_YEAR_IN_BEIJING


def test_today_is_the_day_in_china() -> None:
    with clock.clock_at(NEW_YEAR_IN_BEIJING):
        assert clock.today() == date(2026, 1, 1)
