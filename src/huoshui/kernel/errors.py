"""Business refusals. Rooms raise these; each door translates them once (page, problem+json, command line, receipt)."""

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """`message` is Chinese and shown to the person; `facts` are for programs and hold no personal data."""

    code = "refused"
    status = 409

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class Invalid(Refusal):
    """`problems` name file, line, column and value where a file was refused, field and value for a form."""

    code, status = "invalid", 422

    def __init__(self, message: str, *, problems: Sequence[Any] = (), **facts: Any) -> None:
        super().__init__(message, **facts)
        self.problems = tuple(problems)


class NotAllowed(Refusal):
    code, status = "not_allowed", 403


class ConfirmationNeeded(NotAllowed):
    """The right is there, but the person must confirm once more who they are."""

    code = "confirm_identity"


class TooMany(Refusal):
    """`facts["retry_after"]`: seconds until it is worth trying again."""

    code, status = "too_many", 429


class NotFound(Refusal):
    """Also for what lies outside the actor's reach: the two cannot be told apart."""

    code, status = "not_found", 404


class WrongState(Refusal):
    code = "wrong_state"


class Conflict(Refusal):
    """Somebody else saved in between."""

    code = "conflict"
