"""Both life cycles of a dossier."""

import pytest

from huoshui.inventory import states
from huoshui.kernel.errors import WrongState

BOTH = [states.TWO_STEP, states.ONE_STEP]


def test_neither_life_cycle_has_a_fault() -> None:
    assert [machine.faults() for machine in BOTH] == [[], []]


def test_the_setting_of_the_institution_chooses() -> None:
    assert states.machine(two_step=True) is states.TWO_STEP
    assert states.machine(two_step=False) is states.ONE_STEP


def test_one_step_is_two_steps_without_the_college() -> None:
    college = {states.COLLEGE_REVIEW, states.COLLEGE_RETURNED}
    assert set(states.TWO_STEP.labels) - set(states.ONE_STEP.labels) == college
    assert set(states.TWO_STEP.moves) - set(states.ONE_STEP.moves) == {"pass", "return"}
    for move in states.ONE_STEP.moves.values():
        assert not college & {*move.sources, move.target}


@pytest.mark.parametrize(
    ("state", "two", "one"),
    [
        ("unopened", {"save", "submit", "register"}, {"save", "submit", "register"}),
        ("draft", {"save", "submit", "register"}, {"save", "submit", "register"}),
        ("college_review", {"pass", "return", "register"}, set()),
        ("college_returned", {"save", "submit", "register"}, set()),
        ("school_review", {"accept", "send_back"}, {"accept", "send_back"}),
        ("school_returned", {"save", "submit", "register"}, {"save", "submit", "register"}),
        ("accepted", {"reopen"}, {"reopen"}),
    ],
)
def test_what_can_be_done_in_each_state(state: str, two: set[str], one: set[str]) -> None:
    found = [{move.name for move in machine.open_moves(state)} for machine in BOTH]
    assert found == [two, one]


def test_the_college_never_passes_where_there_is_none() -> None:
    with pytest.raises(WrongState):
        states.ONE_STEP.take("pass", states.SCHOOL_REVIEW)


def test_every_state_is_either_editable_or_in_review_or_accepted() -> None:
    assert states.EDITABLE | states.IN_REVIEW | {states.ACCEPTED} == set(states.LABELS)
    assert not states.EDITABLE & states.IN_REVIEW
    assert states.RETURNED < states.EDITABLE
