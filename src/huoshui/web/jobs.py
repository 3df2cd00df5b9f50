"""The job that tells waiting events, and the schedule of what runs by itself."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huoshui.kernel.actor import operator
from huoshui.kernel.outbox import deliver_waiting

QUEUE = "events"


@app.task(name="events.deliver", queue=QUEUE, lock="events.deliver", queueing_lock="events.deliver", retry=5)
def deliver() -> None:
    """Runs again while there is something to tell: one call tells at most a thousand events."""
    while deliver_waiting(operator("job")):
        pass


def wake() -> None:
    """Joins the transaction that emitted; while one delivery waits, a second is not queued."""
    try:
        with transaction.atomic():
            deliver.configure(queueing_lock="events.deliver").defer()
    except AlreadyEnqueued:
        return
