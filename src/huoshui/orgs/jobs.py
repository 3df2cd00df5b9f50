"""Work that follows a change of the directory: what was still written to a former seat comes along."""

from procrastinate.contrib.django import app

from huoshui.kernel.actor import operator
from huoshui.orgs import actions


@app.periodic(cron="20 * * * *")
@app.task(name="orgs.follow_changes", queue="events", lock="orgs.follow_changes", retry=3)
def follow_changes(timestamp: int) -> None:
    """An import that began before a move ends hours after it perhaps."""
    actions.follow_changes(operator("job"))
