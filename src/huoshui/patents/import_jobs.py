"""The long work of an import, done by the worker: checking a large file, giving it back, applying it by chunks."""

from contextlib import suppress
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound, Refusal
from huoshui.kernel.reach import Reach
from huoshui.kernel.tenancy import scope
from huoshui.patents import imports, queries, returning, states

QUEUE = "events"


@app.task(name="patents.go_on", queue=QUEUE, retry=5)
def go_on(run_id: int, maker: dict[str, Any]) -> None:
    """Checks a run that was begun, or applies what is left of one that was confirmed. May run twice, and does after a
    worker was killed: the check begins again, the load goes on after the last chunk."""
    actor = unpacked(maker)
    with scope(actor):
        run = queries.run_in_view(actor, run_id)
    if run.state == states.CHECKING:
        try:
            imports.check_upload(actor, run_id)
        except Refusal:
            return  # it is kept with the run, where its maker reads it
        ask_back(run_id, maker)
    elif run.state == states.CHECKED:  # the worker was killed right after the check
        ask_back(run_id, maker)
    elif run.state == states.APPLYING:
        imports.finish(actor, run_id)


@app.task(name="patents.give_back", queue=QUEUE, retry=2)
def give_back(run_id: int, maker: dict[str, Any]) -> None:
    """Writes the file with what is wrong in each row, if anything is, before it is asked for."""
    actor = unpacked(maker)
    with scope(actor):
        run = queries.run_in_view(actor, run_id)
    if returning.is_awaited(run):
        with suppress(NotFound):  # loaded and gone meanwhile, or checked again, which asks again
            returning.write(run)


def ask_back(run_id: int, maker: dict[str, Any]) -> None:
    give_back.configure(lock=f"patents.return:{run_id}").defer(run_id=run_id, maker=maker)


def ask(actor: Actor, run_id: int) -> None:
    go_on.configure(lock=_lock(run_id)).defer(run_id=run_id, maker=packed(actor))


def is_asked(run_id: int) -> bool:
    """It waits for the worker, or is in its hands. One that a killed worker left there is taken up again."""
    return ProcrastinateJob.objects.filter(lock=_lock(run_id), status__in=("todo", "doing")).exists()


def _lock(run_id: int) -> str:
    return f"patents.import:{run_id}"


def packed(actor: Actor) -> dict[str, Any]:
    """Who confirmed, with the reach they had then; no name."""
    reach = actor.reach
    return {
        "user_id": actor.user_id,
        "org_id": actor.org_id,
        "seat": actor.seat,
        "line_seat": actor.line_seat,
        "reach": [reach.seat_lo, reach.seat_hi, reach.line_lo, reach.line_hi],
        "roles": sorted(actor.roles),
        "channel": actor.channel,
    }


def unpacked(maker: dict[str, Any]) -> Actor:
    return Actor(**maker | {"reach": Reach(*maker["reach"]), "roles": frozenset(maker["roles"])})
