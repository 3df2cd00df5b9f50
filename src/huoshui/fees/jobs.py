"""Work that follows what other rooms did, and each night the fees that stand differently from that day on.

Everything here may run twice. Memory stays flat: a thousand patents at a time.
"""

from collections.abc import Callable, Sequence
from typing import Any

from procrastinate.contrib.django import app

from huoshui.fees import actions, queries
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents

BATCH = 1_000


def refresh(actor: Actor, patent_ids: Sequence[int]) -> int:
    return sum(
        actions.refresh_fees(actor, patent_ids=patent_ids[start : start + BATCH])
        for start in range(0, len(patent_ids), BATCH)
    )


def refresh_institution(actor: Actor, org_id: int) -> int:
    return _in_turn(actor, lambda after: queries.patent_ids_of(org_id, after_id=after, limit=BATCH))


def refresh_due(actor: Actor) -> int:
    """Only rows whose day has come: most stand for months."""
    today = clock.today()
    return _in_turn(actor, lambda after: queries.patent_ids_to_renew(today, after_id=after, limit=BATCH))


def open_missing(actor: Actor) -> int:
    """Patents that were there before this room was, or whose load it did not hear of."""
    opened, after = 0, 0
    while True:
        with scope(actor):
            ids = patents.granted_ids(None, after_id=after, limit=BATCH)
            known = queries.known_ids(ids)
        if not ids:
            return opened
        opened += refresh(actor, [one for one in ids if one not in known])
        after = ids[-1]


def _in_turn(actor: Actor, following: Callable[[int], list[tuple[int, int]]]) -> int:
    renewed, after = 0, 0
    while True:
        with scope(actor):
            found = following(after)
        if not found:
            return renewed
        renewed += actions.refresh_fees(actor, patent_ids=[patent_id for _, patent_id in found])
        after = found[-1][0]


@app.periodic(cron="25 1 * * *")
@app.task(name="fees.refresh", queue="events", lock="fees.refresh", queueing_lock="fees.refresh", retry=3)
def refresh_nightly(timestamp: int) -> None:
    refresh_due(operator("job"))
    open_missing(operator("job"))


def on_loaded(actor: Actor, payload: dict[str, Any]) -> None:
    with scope(actor):
        loaded = patents.ids_loaded(payload["import_run_id"], payload["part"])
    refresh(actor, loaded)


def on_changed(actor: Actor, payload: dict[str, Any]) -> None:
    refresh(actor, payload["patent_ids"])


def on_reduction(actor: Actor, payload: dict[str, Any]) -> None:
    refresh_institution(actor, payload["org_id"])
