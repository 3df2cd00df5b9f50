"""The door of matching."""

from huoshui.kernel.actor import Actor
from huoshui.matching import queries
from huoshui.matching.actions import run_matching

__all__ = ["enterprises_matched", "recommendations_waiting", "run_matching"]


def enterprises_matched(actor: Actor) -> int:
    return queries.candidates_in_view(actor).order_by().values("enterprise_id").distinct().count()


def recommendations_waiting(actor: Actor) -> int:
    return queries.recommendations_in_view(actor).count()
