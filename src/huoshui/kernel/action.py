"""`@action`: one business verb = one transaction, one permission answer, one ledger line."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import ConfirmationNeeded, NotAllowed
from huoshui.kernel.ledger import write_lines
from huoshui.kernel.policy import Policy
from huoshui.kernel.tenancy import scope


class ActionIncomplete(RuntimeError):
    """An action finished without asking for permission or without writing the ledger; it is rolled back."""


_asked: ContextVar[list[str] | None] = ContextVar("asked", default=None)
_noted: ContextVar[list[str] | None] = ContextVar("noted", default=None)

P = ParamSpec("P")
R = TypeVar("R")


def within_action() -> None:
    """For writes that a room above decides on: raises ActionIncomplete when nobody stands above."""
    if _asked.get() is None:
        raise ActionIncomplete("this write belongs inside an action")


def require(actor: Actor, permission: str, *, also: bool = True) -> None:
    """`also` carries what the roles alone can't say, e.g. that the inventor is the responsible one."""
    asked = _asked.get()
    if asked is not None:
        asked.append(permission)
    if not (also and Policy.may(actor, permission)):
        raise NotAllowed(f"您没有权限：{Policy.registry[permission].label}", permission=permission)
    if Policy.registry[permission].step_up and not actor.is_fresh:
        raise ConfirmationNeeded(f"“{Policy.registry[permission].label}”需要再次确认您的身份", permission=permission)


def note(actor: Actor, verb: str, subject: str, **facts: object) -> None:
    note_many(actor, verb, [(subject, facts)])


def note_many(actor: Actor, verb: str, lines: Iterable[tuple[str, dict[str, object]]]) -> None:
    """One line a subject. Facts hold codes and counts, never contacts: those are refused (kernel/personal.py)."""
    write_lines(actor, verb, lines)
    noted = _noted.get()
    if noted is not None:
        noted.append(verb)


def action(verb: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    @wraps(verb)
    def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        asked, noted = _asked.set([]), _noted.set([])
        try:
            with scope(actor):
                result = verb(actor, *args, **kwargs)
                if not _asked.get() or not _noted.get():
                    raise ActionIncomplete(verb.__qualname__)
                return result
        finally:
            _asked.reset(asked)
            _noted.reset(noted)

    run.is_action = True  # type: ignore[attr-defined]
    return run
