from datetime import date

import pytest

from huoshui.patents.rules import expires_on, is_in_force, line_number
from huoshui_core.reference import line


@pytest.mark.parametrize(
    ("kind", "filed", "ends"),
    [
        ("invention", date(2010, 5, 5), date(2030, 5, 5)),
        ("utility", date(2010, 5, 5), date(2020, 5, 5)),
        ("design", date(2021, 5, 31), date(2031, 5, 31)),
        ("design", date(2021, 6, 1), date(2036, 6, 1)),
        ("utility", date(2012, 2, 29), date(2022, 2, 28)),
        ("invention", date(2012, 2, 29), date(2032, 2, 29)),
    ],
)
def test_the_term_runs_from_the_filing_date(kind: str, filed: date, ends: date) -> None:
    assert expires_on(kind, "granted", filed) == ends


def test_an_application_has_no_term() -> None:
    assert expires_on("invention", "published", date(2010, 5, 5)) is None


def test_a_right_without_filing_date_has_no_known_term() -> None:
    assert expires_on("invention", "granted", None) is None


@pytest.mark.parametrize(
    ("stage", "status", "ends", "answer"),
    [
        ("granted", "in_force", date(2030, 1, 1), True),
        ("granted", "pledged", None, True),
        ("granted", "", date(2030, 1, 1), None),
        ("granted", "", date(2026, 1, 1), False),
        ("granted", "in_force", date(2026, 1, 1), False),
        ("granted", "ended", date(2030, 1, 1), False),
        ("published", "", None, False),
    ],
)
def test_only_a_granted_running_right_is_in_force(
    stage: str, status: str, ends: date | None, answer: bool | None
) -> None:
    assert is_in_force(stage, status, ends, date(2026, 1, 1)) is answer


def test_institutions_are_opened_in_the_line_of_their_kind() -> None:
    assert line_number("南湖试验大学", "university") == line("education").number
    assert line_number("南湖试验医院", "hospital") == line("health").number
    assert line_number("南湖试验研究所", "institute") == line("science").number
    assert line_number("中国科学院南湖试验研究所", "institute") == line("academy").number
