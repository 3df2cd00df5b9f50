"""Settles break-glass that has run out. Its membership ended by the clock already."""

from procrastinate.contrib.django import app

from huoshui.kernel.actor import operator
from huoshui.kernel.tenancy import scope
from huoshui.security import queries
from huoshui.security.actions import lapse_break_glass


@app.periodic(cron="*/10 * * * *")
@app.task(name="security.lapse", queue="events", queueing_lock="security.lapse")
def lapse(timestamp: int) -> None:
    node = operator("job")
    with scope(node):
        is_due = queries.run_out().exists()
    if is_due:
        lapse_break_glass(node)
