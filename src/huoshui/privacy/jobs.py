"""Every night what is over its time goes. May run twice."""

from procrastinate.contrib.django import app

from huoshui.kernel.actor import operator
from huoshui.privacy import assessing


@app.periodic(cron="40 2 * * *")
@app.task(name="privacy.expire", queue="privacy", lock="privacy.expire", queueing_lock="privacy.expire", retry=3)
def expire(timestamp: int) -> None:
    assessing.expire(operator("job"))
