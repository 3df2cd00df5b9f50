"""The list of what an index has still to hear of. It stands with the transaction that made the change.

Rows are only ever added and, by the keys that were read, taken away: nobody waits for anybody, and what changes again
while it is being told waits again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from huoshui.kernel.outbox import UNTOLD
from huoshui.search.models import Waiting

EVERYTHING = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """`keys` are given back to `told`; `everything` stands for a change too large to name."""

    keys: Sequence[int]
    things: Sequence[int]
    everything: bool


def wait(index: str, things: Iterable[int]) -> None:
    Waiting.objects.bulk_create([Waiting(index=index, thing=one) for one in things], batch_size=5_000)


def wait_for_everything(index: str) -> None:
    wait(index, [EVERYTHING])


def waiting(index: str, *, limit: int) -> Changes:
    """The oldest first. Whether all wait is looked for in the whole list."""
    rows = Waiting.objects.filter(index=index)
    found = list(rows.order_by("id").values_list("id", "thing")[:limit])
    everything = rows.filter(thing=EVERYTHING).exists()
    things = sorted({thing for _, thing in found} - {EVERYTHING})
    return Changes([key for key, _ in found], things, everything)


def count_waiting(index: str) -> int:
    return Waiting.objects.filter(index=index).count()


_BEHIND = f"SELECT EXISTS (SELECT FROM search_waiting WHERE index = %s) OR {UNTOLD}"  # noqa: S608  words of ours


def has_waiting(index: str, *, events: Sequence[str] = ()) -> bool:
    """Also where an event that will make it wait, by name, has still to be told."""
    with connection.cursor() as cursor:  # by hand, since every list of an index asks it: a third of the time
        cursor.execute(_BEHIND, [index, [*events]])
        return bool(cursor.fetchone()[0])


def all_keys(index: str) -> list[int]:
    return list(Waiting.objects.filter(index=index).values_list("id", flat=True))


def told(keys: Sequence[int]) -> None:
    Waiting.objects.filter(id__in=keys).delete()
