"""What both doors do with a right that was missing: the ledger hears of it."""

from django.http import HttpRequest

from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import NotAllowed, Refusal
from huoshui.kernel.ledger import note_refusal


def tell_ledger(request: HttpRequest, refusal: Refusal) -> None:
    """A missing right is written down. Asking a person to confirm who they are is no refusal."""
    actor: Actor = getattr(request, "actor", VISITOR)
    if refusal.code == NotAllowed.code:
        note_refusal(actor, str(refusal.facts.get("permission", "unnamed")), f"{request.method} {request.path}")
