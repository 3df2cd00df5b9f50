"""Work that follows what was loaded, and the daily look at what only the calendar changes. All may run twice."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from huoshui.kernel import clock
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.rights import actions, queries

BATCH = 1_000


def recompute(actor: Actor, patent_ids: Sequence[int]) -> int:
    """In batches, so that memory stays flat; answers how many patents the base library was told of."""
    told = 0
    for start in range(0, len(patent_ids), BATCH):
        told += actions.recompute_rights(actor, patent_ids=patent_ids[start : start + BATCH])
    return told


def follow_load(actor: Actor, import_run_id: int, part: int) -> None:
    """A load may state another status, owner or day of filing of patents whose events are known."""
    with scope(actor):
        loaded = patents.ids_loaded(import_run_id, part)
    for start in range(0, len(loaded), BATCH):
        with scope(actor):
            known = queries.with_events(loaded[start : start + BATCH])
        if known:
            actions.recompute_rights(actor, patent_ids=known)


@app.periodic(cron="25 0 * * *")
@app.task(name="rights.follow_calendar", queue="events", lock="rights.follow_calendar", retry=3)
def follow_calendar(timestamp: int) -> None:
    """Terms, licences, fees and graces end by themselves."""
    node = operator("job")
    while True:
        with scope(node):
            due = queries.due_for_a_look(clock.today(), limit=BATCH)
        if not due:
            return
        actions.recompute_rights(node, patent_ids=due)
