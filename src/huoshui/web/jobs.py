"""The job that tells waiting events, and the worker that runs every room's jobs."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from huoshui.kernel.actor import operator
from huoshui.kernel.budget import forget_idle
from huoshui.kernel.job_queue import ask_once
from huoshui.kernel.outbox import deliver_waiting

log = logging.getLogger(__name__)
QUEUE = "events"
DEAD_AFTER_SECONDS = 30
MOST_RESCUES = 20


@app.task(name="events.deliver", queue=QUEUE, lock="events.deliver", queueing_lock="events.deliver", retry=5)
def deliver() -> None:
    """Runs again while there is something to tell: one call tells at most a thousand events."""
    while deliver_waiting(operator("job")):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="events.deliver_again", queue=QUEUE, lock="events.deliver", queueing_lock="events.deliver_again")
def deliver_again(timestamp: int) -> None:
    """What could not be told waits here: on a quiet node no further event would ask for a delivery."""
    deliver()


def wake() -> None:
    ask_once(deliver)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue", queue=QUEUE, queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """What a killed worker left half done goes back into the queue: every job may run twice.

    Where the same is waiting there already, the half done one is given up: as long as it holds its lock, the other
    cannot begin. One that was left half done again and again is what kills the worker, and is given up too.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        if job.attempts >= MOST_RESCUES:
            log.error("job %s (%s) was left half done %s times and is given up", job.id, job.task_name, job.attempts)
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron="17 3 * * *")
@app.task(name="budgets.forget", queue=QUEUE, queueing_lock="budgets.forget")
def forget_budgets(timestamp: int) -> None:
    """Of whoever has not come for two days nothing is kept, not even a digest."""
    forget_idle()


def run_worker() -> None:
    """Until a signal stops it."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(concurrency=2, delete_jobs="successful")
