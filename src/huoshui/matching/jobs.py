"""Matching in the background. Many requests while one waits are one run."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from huoshui.kernel.actor import operator
from huoshui.matching import actions

QUEUE = "matching"


@app.task(name="matching.run", queue=QUEUE, lock="matching.run", queueing_lock="matching.run", retry=3)
def run() -> None:
    actions.run_matching(operator("job"))


def ask_for_run() -> None:
    """Joins the transaction it is called in. A run that waits already will see the change too."""
    try:
        with transaction.atomic():
            run.configure(queueing_lock="matching.run").defer()
    except AlreadyEnqueued:
        return
