"""Work that follows what the base library did. Everything here may run twice; memory stays flat."""

from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app

from huoshui.funding import noting, queries
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents

BATCH = 1_000


def follow(actor: Actor, patent_ids: Sequence[int]) -> int:
    return sum(
        noting.note_patents(actor, patent_ids=patent_ids[start : start + BATCH])
        for start in range(0, len(patent_ids), BATCH)
    )


def open_missing(actor: Actor) -> int:
    """Patents that were there before this room was, or whose load it did not hear of."""
    opened, after = 0, 0
    while True:
        with scope(actor):
            ids = patents.granted_ids(None, after_id=after, limit=BATCH)
            known = queries.known_ids(ids)
        if not ids:
            return opened
        opened += follow(actor, [one for one in ids if one not in known])
        after = ids[-1]


@app.periodic(cron="45 1 * * *")
@app.task(name="funding.open", queue="events", lock="funding.open", queueing_lock="funding.open", retry=3)
def open_nightly(timestamp: int) -> None:
    open_missing(operator("job"))


def on_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    with scope(actor):
        loaded = patents.ids_loaded(payload["import_run_id"], payload["part"])
    follow(actor, loaded)


def on_placed(actor: Actor, payload: dict[str, Any]) -> None:
    follow(actor, payload["patent_ids"])
