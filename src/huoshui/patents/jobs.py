"""What the base library does when it hears from below or of itself, and the hourly look whether its index is true."""

import logging
from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app

from huoshui.kernel.actor import Actor, operator
from huoshui.kernel.job_queue import ask_once
from huoshui.kernel.tenancy import scope
from huoshui.patents import actions, queries
from huoshui.patents.actions.indexing import REBUILD_FROM
from huoshui.patents.import_jobs import go_on
from huoshui.patents.search import NAME, patent_index
from huoshui.search import public as search
from huoshui.search.public import IndexBusy, IndexUnavailable

__all__ = ["go_on"]  # the worker finds tasks in this module

log = logging.getLogger(__name__)
QUEUE = "events"


def on_organisations_confirmed(actor: Actor, payload: dict[str, Any]) -> None:
    actions.settle_attribution(actor, organisation_ids=payload["organisation_ids"])


def let_loaded_wait(actor: Actor, import_run_id: int, part: int) -> None:
    with scope(actor):
        _let_wait(queries.ids_of_run(import_run_id, part))


def let_changed_wait(patent_ids: Sequence[int]) -> None:
    _let_wait(patent_ids)


def let_organisations_wait(actor: Actor, organisation_ids: Sequence[int]) -> None:
    """Their patents stand at other seats now."""
    with scope(actor):
        _let_wait(queries.ids_of_organisations(organisation_ids))


def let_everything_wait() -> None:
    search.wait_for_everything(NAME)
    ask_once(tell_index)


def _let_wait(patent_ids: Sequence[int]) -> None:
    if len(patent_ids) >= REBUILD_FROM:
        search.wait_for_everything(NAME)
    else:
        search.wait(NAME, patent_ids)
    ask_once(tell_index)


@app.task(name="patents.tell_index", queue=QUEUE, lock="patents.index", queueing_lock="patents.tell_index", retry=5)
def tell_index() -> None:
    bring_up(operator("job"))


@app.periodic(cron="* * * * *")
@app.task(name="patents.tell_again", queue=QUEUE, lock="patents.index", queueing_lock="patents.tell_again")
def tell_again(timestamp: int) -> None:
    """Also after an update of the program that lays the index out otherwise."""
    if search.has_waiting(NAME) or _is_to_be_rebuilt():
        tell_index()


@app.periodic(cron="25 * * * *")
@app.task(name="patents.check_index", queue=QUEUE, lock="patents.index", queueing_lock="patents.check_index", retry=3)
def check_index(timestamp: int) -> None:
    """What an index missed, by whatever accident, it hears within the hour; a lost one is built again."""
    node = operator("job")
    try:
        actions.check_index(node)
    except IndexUnavailable as fault:
        log.warning("the index of patents is built again: %s", fault.message)
    bring_up(node)


def bring_up(actor: Actor) -> None:
    """Until nothing waits. Too many changes, or an index that doesn't fit, are answered by a new one."""
    try:
        while True:
            if _is_to_be_rebuilt():
                actions.rebuild_index(actor)
            elif not actions.index_changes(actor):
                return
    except IndexBusy as fault:
        log.warning("the index of patents was not brought up: %s", fault.message)


def _is_to_be_rebuilt() -> bool:
    if not patent_index().fits():
        return True
    return search.waiting(NAME, limit=1).everything or search.count_waiting(NAME) >= REBUILD_FROM
