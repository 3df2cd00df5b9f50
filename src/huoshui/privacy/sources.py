"""What each room holds on a person, told by the room itself: upper rooms register in `apps.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Told = Sequence[dict[str, str]]  # rows of Chinese heading → value


@dataclass(frozen=True, slots=True)
class Source:
    """`rows` of one account, whatever role is acted in. `stays`: what closing the account leaves of it, and why."""

    label: str
    rows: Callable[[int], Told]
    forget: Callable[[int], None] | None = None
    stays: str = ""


_sources: dict[str, Source] = {}


def register_source(
    label: str,
    rows: Callable[[int], Told],
    *,
    forget: Callable[[int], None] | None = None,
    stays: str = "",
) -> None:
    """`rows(user_id)` runs in a scope over the whole node and so must filter by the account itself.

    `forget(user_id)` runs inside the closing of an account, in the same transaction; it may find nothing to do.
    """
    _sources[label] = Source(label, rows, forget, stays)


def sources() -> Sequence[Source]:
    return tuple(_sources.values())
