"""Matching in the background. Many requests while one waits are one run."""

from procrastinate.contrib.django import app

from huoshui.kernel.actor import operator
from huoshui.kernel.job_queue import ask_once
from huoshui.matching import actions

QUEUE = "matching"


@app.task(name="matching.run", queue=QUEUE, lock="matching.run", queueing_lock="matching.run", retry=3)
def run() -> None:
    actions.run_matching(operator("job"))


@app.periodic(cron="50 2 * * *")
@app.task(name="matching.run_nightly", queue=QUEUE, lock="matching.run", queueing_lock="matching.run_nightly")
def run_nightly(timestamp: int) -> None:
    """Whatever asked for a run and was killed before it was heard."""
    run()


def ask_for_run() -> None:
    ask_once(run)
