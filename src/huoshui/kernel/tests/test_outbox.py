"""Events: told in order, once, and never lost by a subscriber that fails."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from huoshui.kernel import clock, subscriptions
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.models import OutboxEvent
from huoshui.kernel.outbox import MAX_ATTEMPTS, deliver_waiting, emit
from huoshui.kernel.subscriptions import on_emit, subscribe

pytestmark = pytest.mark.django_db
NODE = operator("job")


@dataclass(frozen=True, slots=True)
class Happened:
    number: int


@dataclass(frozen=True, slots=True)
class Unheard:
    number: int


@pytest.fixture(autouse=True)
def own_subscriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "_subscribers", defaultdict(list))
    monkeypatch.setattr(subscriptions, "_wakers", [])


@pytest.fixture
def heard() -> list[int]:
    """Numbers in the order told; number 13 is refused by the subscriber as long as it is in `refused`."""
    return []


@pytest.fixture
def refused(heard: list[int]) -> set[int]:
    bad: set[int] = set()

    def listen(actor: Actor, payload: dict[str, Any]) -> None:
        heard.append(payload["number"])
        OutboxEvent.objects.create(name="WrittenBySubscriber", payload=payload, delivered_at=clock.now())
        if payload["number"] in bad:
            raise ValueError(f"cannot take {payload['number']}")

    subscribe(Happened, listen)
    return bad


def emit_all(*numbers: int) -> None:
    for number in numbers:
        emit(Happened(number))


def waiting() -> list[int]:
    rows = OutboxEvent.objects.filter(delivered_at=None).order_by("id")
    return [row.payload["number"] for row in rows]


def test_events_are_told_in_order_and_once(heard: list[int], refused: set[int]) -> None:
    emit_all(1, 2, 3)
    moment = datetime(2025, 3, 1, 8, tzinfo=UTC)
    with clock.clock_at(moment):
        assert deliver_waiting(NODE) == 3
    assert deliver_waiting(NODE) == 0
    assert heard == [1, 2, 3]
    assert set(OutboxEvent.objects.filter(name="Happened").values_list("delivered_at", flat=True)) == {moment}


def test_an_event_nobody_listens_to_is_done_with() -> None:
    emit(Unheard(1))
    assert deliver_waiting(NODE) == 1
    assert waiting() == []


def test_every_subscriber_hears_it_and_one_that_subscribes_twice_hears_it_once() -> None:
    said: list[str] = []
    first: Callable[..., None] = lambda actor, payload: said.append("first")  # noqa: E731
    second: Callable[..., None] = lambda actor, payload: said.append(actor.channel)  # noqa: E731
    for listener in (first, second, first):
        subscribe(Happened, listener)
    emit_all(1)
    deliver_waiting(NODE)
    assert said == ["first", "job"]


def test_one_call_tells_no_more_than_its_limit(heard: list[int], refused: set[int]) -> None:
    emit_all(1, 2, 3)
    assert [deliver_waiting(NODE, limit=2), deliver_waiting(NODE, limit=2)] == [2, 1]


def test_a_failed_event_stays_and_stops_the_ones_behind_it(heard: list[int], refused: set[int]) -> None:
    refused.add(13)
    emit_all(1, 13, 2)
    assert deliver_waiting(NODE) == 1
    assert (heard, waiting()) == ([1, 13], [13, 2])
    failed = OutboxEvent.objects.get(payload={"number": 13}, name="Happened")
    assert (failed.attempts, failed.fault) == (1, "cannot take 13")


def test_what_a_failing_subscriber_wrote_is_taken_back(heard: list[int], refused: set[int]) -> None:
    refused.add(13)
    emit_all(13)
    deliver_waiting(NODE)
    assert not OutboxEvent.objects.filter(name="WrittenBySubscriber").exists()


def test_a_failed_event_is_told_again_by_the_next_delivery(heard: list[int], refused: set[int]) -> None:
    refused.add(13)
    emit_all(13, 2)
    assert deliver_waiting(NODE) == 0
    refused.clear()
    assert deliver_waiting(NODE) == 2
    assert (heard, waiting()) == ([13, 13, 2], [])


def test_after_the_last_attempt_an_event_is_held_and_the_later_ones_go_on(heard: list[int], refused: set[int]) -> None:
    refused.add(13)
    emit_all(13, 2)
    for _ in range(MAX_ATTEMPTS - 1):
        assert deliver_waiting(NODE) == 0
    assert deliver_waiting(NODE) == 2
    assert (heard, waiting()) == ([13] * MAX_ATTEMPTS + [2], [13])
    assert deliver_waiting(NODE) == 0
    assert len(heard) == MAX_ATTEMPTS + 1


def test_an_emitted_event_is_rolled_back_with_its_transaction() -> None:
    with transaction.atomic():
        emit(Happened(1))
        assert waiting() == [1]
        transaction.set_rollback(True)
    assert waiting() == []


def test_emitting_wakes_the_delivery_that_the_entrance_named_last() -> None:
    woken: list[str] = []
    on_emit(lambda: woken.append("former"))
    on_emit(lambda: woken.append("latter"))
    emit_all(1, 2)
    assert woken == ["latter", "latter"]


def test_what_another_delivery_told_meanwhile_is_not_told_again(heard: list[int], refused: set[int]) -> None:
    def tell_the_rest(actor: Actor, payload: dict[str, Any]) -> None:
        OutboxEvent.objects.filter(payload={"number": 2}).update(delivered_at=clock.now())

    subscribe(Unheard, tell_the_rest)
    emit(Unheard(1))
    emit_all(2, 3)
    deliver_waiting(NODE)
    assert heard == [3]
