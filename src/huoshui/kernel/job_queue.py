"""Asking for a job of which one waiting is enough.

The job is asked for after the commit. In the transaction it would be wrong twice: a worker's own connection queues at
once, so that the job may run before there is anything to see; and where one waits already, it may be begun and ended
before the commit. What a process killed in between did not ask for, a periodic job of the same room must find.
"""

from typing import Any

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued


def ask_once(task: Any) -> None:
    """`task` has a queueing lock. A job that waits now begins later than the commit, and sees all of it."""
    transaction.on_commit(lambda: _queue(task))


def _queue(task: Any) -> None:
    if ProcrastinateJob.objects.filter(queueing_lock=task.queueing_lock, status="todo").exists():
        return  # else every change of a large load would leave a line about a duplicate key in PostgreSQL's log
    try:
        with transaction.atomic():
            task.defer()
    except AlreadyEnqueued:
        return
