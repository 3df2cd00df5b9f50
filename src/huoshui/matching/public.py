"""The door of matching."""

from django.urls import reverse

from huoshui.display.parts import Cell, Column, Empty, Row, Table
from huoshui.kernel.actor import Actor
from huoshui.matching import queries
from huoshui.matching.actions import run_matching

__all__ = ["best_table", "candidates", "recommendations_waiting", "run_matching"]


def candidates(actor: Actor) -> int:
    return queries.candidates_in_view(actor).count()


def recommendations_waiting(actor: Actor) -> int:
    return queries.recommendations_in_view(actor).count()


def best_table(actor: Actor, *, most: int = 5) -> Table:
    """For the first page: the strongest few, on the side the actor stands on."""
    if "enterprise" in actor.roles:
        recommended = queries.recommendations_in_view(actor).order_by("rank")[:most]
        lines = [
            Row((Cell(one.title), Cell(one.institution_name), Cell(round(one.score, 2))), _entry(one.publication_no))
            for one in recommended
        ]
    else:
        found = queries.candidates_in_view(actor).filter(rank=1).order_by("-score")[:most]
        lines = [
            Row((Cell(one.title), Cell(one.enterprise_name), Cell(round(one.score, 2))), _candidate(one.pk))
            for one in found
        ]
    other = "专利权人" if "enterprise" in actor.roles else "最匹配的企业"
    columns = (Column("专利名称"), Column(other), Column("匹配度", number=True))
    return Table(columns, tuple(lines), empty=Empty("还没有匹配结果"), caption="匹配度最高的几件")


def _entry(number: str) -> str:
    return reverse("catalogue-entry", args=[number])


def _candidate(candidate_id: int) -> str:
    return reverse("match-candidate", args=[candidate_id])
