"""Events go up without imports: a room emits in its transaction, the rooms above subscribe, a job delivers.

Delivery is at least once and in order; a subscriber calls one action that may run twice.
"""

import logging
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Count

from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.models import OutboxEvent
from huoshui.kernel.subscriptions import subscribers_of, wakers

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 5
# For a statement by hand: whether one of these events, by name, has still to be told.
UNTOLD = "EXISTS (SELECT FROM kernel_outboxevent WHERE delivered_at IS NULL AND name = ANY(%s))"


def emit(event: Any) -> None:
    """`event` is a frozen dataclass of ids and codes. Must run inside an action."""
    OutboxEvent.objects.create(name=type(event).__name__, payload=asdict(event))
    for wake in wakers():
        wake()


def deliver_waiting(actor: Actor, *, limit: int = 1_000) -> int:
    """Tells waiting events in order, each in its own transaction; answers how many were told.

    An event that fails stays, with its fault, and is tried again by the next delivery; after MAX_ATTEMPTS
    it is held for a person and no longer stops the ones behind it.
    """
    told = 0
    waiting = OutboxEvent.objects.filter(delivered_at=None, attempts__lt=MAX_ATTEMPTS).order_by("id")
    for event_id in list(waiting.values_list("id", flat=True)[:limit]):
        if not _deliver(actor, event_id):
            break
        told += 1
    return told


def _deliver(actor: Actor, event_id: int) -> bool:
    try:
        with transaction.atomic():
            event = OutboxEvent.objects.select_for_update().get(pk=event_id)
            if event.delivered_at is None:
                for subscriber in subscribers_of(event.name):
                    subscriber(actor, event.payload)
                event.delivered_at = clock.now()
                event.save(update_fields=["delivered_at"])
    except Exception as fault:
        log.exception("event %s was not delivered", event_id)
        held = OutboxEvent.objects.get(pk=event_id)
        held.attempts, held.fault = held.attempts + 1, str(fault)[:500]
        held.save(update_fields=["attempts", "fault"])
        return held.attempts >= MAX_ATTEMPTS
    return True


def held_events() -> list[tuple[str, str, int]]:
    """Name, fault and how many of it: what waits for a person after MAX_ATTEMPTS."""
    held = OutboxEvent.objects.filter(delivered_at=None, attempts__gte=MAX_ATTEMPTS)
    rows = held.values_list("name", "fault").annotate(count=Count("id")).order_by("name")
    return [(name, fault, count) for name, fault, count in rows]


def retry_held() -> int:
    """Their faults stay until they are told; answers how many are tried again."""
    again = OutboxEvent.objects.filter(delivered_at=None, attempts__gte=MAX_ATTEMPTS).update(attempts=0)
    for wake in wakers() if again else ():
        wake()
    return again
