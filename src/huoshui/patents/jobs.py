"""What the base library does when it hears from below."""

from typing import Any

from huoshui.kernel.actor import Actor
from huoshui.patents.actions import settle_attribution


def on_organisations_confirmed(actor: Actor, payload: dict[str, Any]) -> None:
    settle_attribution(actor, organisation_ids=payload["organisation_ids"])
