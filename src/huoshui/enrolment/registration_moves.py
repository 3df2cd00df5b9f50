"""The one place that brings a request or a claim into another state, and tells the ledger so."""

from huoshui.enrolment.models import Claim, RegistrationRequest
from huoshui.enrolment.registration_states import CLAIM, DECIDED, REGISTRATION
from huoshui.kernel import clock
from huoshui.kernel.action import note
from huoshui.kernel.actor import Actor

REASON = 500


def move(actor: Actor, row: RegistrationRequest | Claim, name: str, *, reason: str = "") -> None:
    """Saves the row. A decision forgets the hash of the password: by then a person has it, or nobody does."""
    _move(row, name)
    row.changed_at = clock.now()
    row.reason = reason.strip()[:REASON]
    if row.state in DECIDED:
        row.password = ""
        row.decided_at, row.decided_by = clock.now(), actor.user_id
    row.save()
    note(actor, f"enrolment.{name}_{subject(row)}", f"{subject(row)}:{row.pk}")


def subject(row: RegistrationRequest | Claim) -> str:
    return "claim" if isinstance(row, Claim) else "registration"


def _move(row: RegistrationRequest | Claim, name: str) -> None:
    machine = CLAIM if isinstance(row, Claim) else REGISTRATION
    row.state = machine.take(name, row.state).target
