"""The door of the room: what waits, for the home pages of the roles."""

from django.urls import reverse

from huoshui.curation import queries
from huoshui.display.parts import Figure
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.patents import public as patents

__all__ = ["desk_figures", "waiting"]


def waiting(actor: Actor) -> int:
    """Names and contradictions that this actor may decide on."""
    names = queries.names_waiting(actor) if Policy.may(actor, "curation.settle_names") else 0
    conflicts = patents.open_by_institution() if Policy.may(actor, "curation.settle_conflicts") else {}
    return names + sum(conflicts.values())


def desk_figures(actor: Actor) -> list[Figure]:
    """Empty on the days when nothing waits."""
    if not Policy.may(actor, "curation.view"):
        return []
    count = waiting(actor)
    return [Figure("待复核", count, reverse("quality"), "条", tone="warn")] if count else []
