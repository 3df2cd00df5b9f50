"""Deliveries in the background: asked for once, and again until everything is told."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huoshui.kernel import subscriptions
from huoshui.kernel.actor import Actor
from huoshui.kernel.outbox import emit
from huoshui.kernel.subscriptions import on_emit, subscribe
from huoshui.web import jobs


@dataclass(frozen=True, slots=True)
class Happened:
    number: int


@pytest.fixture
def heard(db: None, monkeypatch: pytest.MonkeyPatch) -> list[int]:
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


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A worker has a connection of its own, so its jobs must be committed."""
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs")
            connection.close()


def left_by_a_killed_worker(task: str, status: str, attempts: int = 1) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status, attempts)"
            " VALUES ('events', %s, %s, %s, %s, %s)",
            [task, f"lock of {task}", task, status, attempts],
        )


def rescue() -> None:
    async def run(working: Any) -> None:
        async with working.open_async():
            await jobs.rescue(SimpleNamespace(app=working), 0)  # type: ignore[arg-type]

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working, ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, run(working)).result()  # beside a browser this thread has a loop of its own


def test_what_a_killed_worker_left_is_done_again_and_holds_nothing_up(committed: None) -> None:
    left_by_a_killed_worker("of one index", "doing")
    left_by_a_killed_worker("of one index", "todo")  # asked for again meanwhile
    left_by_a_killed_worker("of another index", "doing")
    rescue()
    assert sorted(ProcrastinateJob.objects.values_list("task_name", "status")) == [
        ("of another index", "todo"),
        ("of one index", "todo"),
    ]


def test_a_job_that_kills_every_worker_is_given_up_in_the_end(committed: None) -> None:
    left_by_a_killed_worker("deadly", "doing", attempts=jobs.MOST_RESCUES)
    left_by_a_killed_worker("unlucky", "doing", attempts=jobs.MOST_RESCUES - 1)
    rescue()
    told = ProcrastinateJob.objects.values_list("task_name", "status")
    assert sorted(told) == [("deadly", "failed"), ("unlucky", "todo")]
