"""The daily round: every kept search whose time has come is put again, in the name of its owner."""

import logging
from collections.abc import Sequence

from procrastinate.contrib.django import app

from huoshui.kernel import clock
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui.watches import actions, queries
from huoshui.watches.news import News, news_for
from huoshui.watches.rules import is_due

log = logging.getLogger(__name__)
BATCH = 500


def remember_changed(actor: Actor, patent_ids: Sequence[int]) -> None:
    actions.remember_changed(actor, patent_ids=patent_ids)


@app.periodic(cron="30 22 * * *")  # half past six in the morning
@app.task(name="watches.tell_all", queue="events", lock="watches.tell_all", queueing_lock="watches.tell_all", retry=2)
def tell_all(timestamp: int) -> None:
    node = operator("job")
    actions.forget_changed(node, now=clock.now())
    after = 0
    while True:
        with scope(node):
            rows = list(queries.all_watches().filter(pk__gt=after)[:BATCH])
        if not rows:
            return
        for row in rows:
            if is_due(row.rhythm, row.told_at, clock.now()):
                owner = queries.owner_today(row)
                news = news_for(owner, row) if owner else News()
                if news.is_known:
                    actions.tell(node, watch_id=row.pk, news=news.total)
        after = rows[-1].pk
