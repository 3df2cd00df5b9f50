"""Where break-glass is written down: at the seat of the organisation looked into, for its own auditor to find."""

from dataclasses import replace

from huoshui.kernel.action import note
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import TenantModel, scope
from huoshui.security.rules import LOOKED, ROLE


def at_seat_of(actor: Actor, row: TenantModel) -> Actor:
    return replace(actor, org_id=row.org_id, seat=row.seat, line_seat=row.line_seat)


def write_down_look(actor: Actor, *, method: str, path: str, status: int) -> None:
    """Called by the door after each answer: whoever looks by break-glass leaves a line at the organisation's seat, in
    the transaction of the request. No line, no answer."""
    if ROLE in actor.roles and status < 400:
        with scope(actor):
            note(actor, LOOKED, f"{method} {path}"[:80], status=status)
