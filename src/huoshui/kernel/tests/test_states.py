"""What the machine makes of a table of moves, and which tables it calls faulty."""

import pytest

from huoshui.kernel.errors import WrongState
from huoshui.kernel.states import Machine, Move

LABELS = {"draft": "草稿", "sent": "已提交", "done": "已完成"}
SEND = Move("send", frozenset({"draft"}), "sent", "提交")
FINISH = Move("finish", frozenset({"sent"}), "done", "办结")


def machine(*moves: Move, **labels: str) -> Machine:
    return Machine(start="draft", ends={"done"}, labels=labels or LABELS, moves=moves)


def test_a_move_from_its_source_is_answered() -> None:
    assert machine(SEND, FINISH).take("send", "draft") is SEND


def test_a_move_from_elsewhere_is_refused_in_words_and_codes() -> None:
    with pytest.raises(WrongState) as refusal:
        machine(SEND, FINISH).take("finish", "draft")
    assert refusal.value.message == "「草稿」状态下不能“办结”"
    assert refusal.value.facts == {"state": "draft", "move": "finish"}


def test_a_move_that_this_life_cycle_does_not_have_is_refused_too() -> None:
    with pytest.raises(WrongState) as refusal:
        machine(SEND, FINISH).take("return", "sent")
    assert refusal.value.facts == {"state": "sent", "move": "return"}


def test_a_state_that_this_life_cycle_does_not_have_is_refused_too() -> None:
    with pytest.raises(WrongState) as refusal:
        machine(SEND, FINISH).take("send", "lost")
    assert refusal.value.facts == {"state": "lost", "move": "send"}


def test_open_moves_are_those_that_leave_the_state() -> None:
    both = machine(SEND, FINISH)
    assert [move.name for move in both.open_moves("sent")] == ["finish"]
    assert both.open_moves("done") == []


def test_a_sound_table_has_no_faults() -> None:
    assert machine(SEND, FINISH).faults() == []


@pytest.mark.parametrize(
    ("faulty", "faults"),
    [
        (machine(FINISH), ["unreachable: done", "unreachable: sent", "dead end: draft"]),
        (machine(SEND), ["unreachable: done", "dead end: sent"]),
        (machine(SEND, FINISH, draft="草稿", done="已完成"), ["no label: sent"]),
        (machine(SEND, FINISH, **LABELS, lost="走失"), ["no label: lost"]),
    ],
)
def test_each_fault_of_a_table_is_named(faulty: Machine, faults: list[str]) -> None:
    assert faulty.faults() == faults


def test_the_picture_names_every_state_and_draws_every_arrow() -> None:
    back = Move("back", frozenset({"sent", "done"}), "draft", "退回")
    assert machine(SEND, back).mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft : 草稿",
        "    sent : 已提交",
        "    done : 已完成",
        "    draft --> sent : 提交",
        "    done --> draft : 退回",
        "    sent --> draft : 退回",
    ]
