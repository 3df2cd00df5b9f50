"""Who listens to which event. Needs no tables, so that `apps.py` may use it while the rooms are being loaded."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from huoshui.kernel.actor import Actor

Subscriber = Callable[[Actor, dict[str, Any]], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)
_wakers: list[Callable[[], None]] = []


def subscribe(event: type, subscriber: Subscriber) -> None:
    """Called in `apps.py` of the room above; the payload holds the fields of the event."""
    if subscriber not in _subscribers[event.__name__]:
        _subscribers[event.__name__].append(subscriber)


def subscribers_of(event_name: str) -> Sequence[Subscriber]:
    return tuple(_subscribers[event_name])


def on_emit(wake: Callable[[], None]) -> None:
    """The entrance says here how the delivering job is called once the emitting transaction is committed."""
    _wakers[:] = [wake]


def wakers() -> Sequence[Callable[[], None]]:
    return tuple(_wakers)
