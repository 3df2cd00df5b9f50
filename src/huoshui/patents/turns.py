"""The chunks of one load on two connections in turn: while one chunk is written, the next is handed to PostgreSQL.

Chunks still stand one after the other, each in its own transaction, so a load that is broken off loses one at most.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

from django.db import connection

from huoshui.kernel.actor import Actor
from huoshui.patents import actions

CONNECTIONS = 2


class Broken(Exception):
    """The chunk before did not come to its end."""


def apply_in_turns(actor: Actor, import_run_id: int, firsts: Sequence[int]) -> None:
    """`firsts`: the rows that chunks begin with. Raises what the first chunk that failed raised."""
    written, is_broken = [Event() for _ in firsts], Event()

    def turn_of(at: int) -> None:
        if at:
            written[at - 1].wait()
        if is_broken.is_set():
            raise Broken

    def apply_every_other(start: int) -> None:
        try:
            for at in range(start, len(firsts), CONNECTIONS):
                turn = partial(turn_of, at)
                actions.apply_chunk(actor, import_run_id=import_run_id, first=firsts[at], turn=turn)
                written[at].set()
        except BaseException:
            is_broken.set()
            raise
        finally:
            for one in written[start::CONNECTIONS]:
                one.set()
            connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        ends = [pool.submit(apply_every_other, start) for start in range(min(CONNECTIONS, len(firsts)))]
    faults = [fault for end in ends if (fault := end.exception())]
    if faults:
        raise min(faults, key=lambda fault: isinstance(fault, Broken))
