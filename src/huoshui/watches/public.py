"""The door of kept searches."""

from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import Policy
from huoshui.watches import queries

__all__ = ["news"]


def news(actor: Actor) -> int:
    """What waits to be looked at, over all searches that the actor keeps in this role."""
    return queries.news_of(actor) if Policy.may(actor, "watches.view") else 0
