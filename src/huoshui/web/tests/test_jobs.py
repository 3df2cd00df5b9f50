"""Deliveries in the background: asked for once, and again until everything is told."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huoshui.kernel import subscriptions
from huoshui.kernel.actor import Actor
from huoshui.kernel.outbox import emit
from huoshui.kernel.subscriptions import on_emit, subscribe
from huoshui.web import jobs

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Happened:
    number: int


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first telling of number 13 fails."""
    monkeypatch.setattr(subscriptions, "_subscribers", defaultdict(list))
    monkeypatch.setattr(subscriptions, "_wakers", [])
    numbers: list[int] = []

    def listen(actor: Actor, payload: dict[str, Any]) -> None:
        numbers.append(payload["number"])
        if numbers.count(13) == 1 and payload["number"] == 13:
            raise ValueError("not yet")

    subscribe(Happened, listen)
    on_emit(jobs.wake)
    return numbers


def waiting_jobs() -> list[str]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def test_many_events_ask_for_one_delivery_after_the_commit(
    heard: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            emit(Happened(number))
        assert waiting_jobs() == []  # a job begun now would see none of them
    assert waiting_jobs() == ["events.deliver"]
    jobs.deliver()
    assert heard == [0, 1, 2]


def test_what_could_not_be_told_is_told_again_without_a_further_event(heard: list[int]) -> None:
    emit(Happened(13))
    emit(Happened(2))
    jobs.deliver()
    assert heard == [13]
    jobs.deliver_again(timestamp=0)
    assert heard == [13, 13, 2]


def test_delivering_again_runs_every_minute_and_never_beside_a_delivery() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["events.deliver_again"] == "* * * * *"
    assert jobs.deliver_again.lock == jobs.deliver.lock == "events.deliver"
