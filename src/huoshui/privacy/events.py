from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonForgotten:
    """An account was closed for good: rooms above drop what they hold on the person and need no longer."""

    user_id: int
