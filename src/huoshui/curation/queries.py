"""Every read of the room. The wall narrows each to the actor's reach."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from huoshui.curation import states
from huoshui.curation.models import NameReview, QualityFigures
from huoshui.curation.rules import Figures
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.orgs import public as orgs


@dataclass(slots=True)
class Standing:
    """The library of one institution, or of all in reach: counted between `counted_at` and `counted_until`."""

    figures: Figures = field(default_factory=Figures)
    counted_at: datetime | None = None
    counted_until: datetime | None = None
    institutions: int = 0
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class StaleGroup:
    """Rows of one institution from one source that are older than the limit; `oldest` is the earliest data date."""

    org_id: int
    institution: str
    source: str
    rows: int
    oldest: date


def names_in_view(actor: Actor) -> QuerySet[NameReview]:
    rows: QuerySet[NameReview] = NameReview.objects.all()
    return rows


def name_in_view(actor: Actor, review_id: int) -> NameReview:
    row = names_in_view(actor).filter(pk=review_id).first()
    if row is None:
        raise NotFound("没有这个名称", review_id=review_id)
    return row


def names_waiting(actor: Actor) -> int:
    return names_in_view(actor).filter(state=states.OPEN).count()


def figures_in_view(actor: Actor, org_id: int = 0) -> QuerySet[QualityFigures]:
    rows: QuerySet[QualityFigures] = QualityFigures.objects.order_by("org_id", "id")
    return rows.filter(org_id=org_id) if org_id else rows


def standing(actor: Actor, org_id: int = 0) -> Standing:
    """Of one institution, or of everything in reach. Raises NotFound for an institution that is not in reach."""
    if org_id:
        card = orgs.card(org_id)
        if card is None or not actor.reach.covers(card.seat, card.line_seat):
            raise NotFound("没有这家单位", org_id=org_id)
    found = Standing()
    for row in figures_in_view(actor, org_id).iterator(chunk_size=2_000):
        found.figures.add(row.totals, row.missing, row.ages, row.unconfirmed)
        found.counted_at = min(found.counted_at or row.counted_at, row.counted_at)
        found.counted_until = max(found.counted_until or row.counted_at, row.counted_at)
        found.institutions += 1
        found.demonstration = found.demonstration or row.demonstration
    return found


def stale_groups(actor: Actor, before: date, org_id: int = 0) -> list[StaleGroup]:
    """What no load has touched since that day, most rows first."""
    edge = before.isoformat()
    found: list[tuple[int, str, int, str]] = []
    for row in figures_in_view(actor, org_id).iterator(chunk_size=2_000):
        for source, days in row.ages.items():
            old = {day: rows for day, rows in days.items() if day < edge}
            if old:
                found.append((row.org_id, source, sum(old.values()), min(old)))
    names = _names(one for one, *_ in found)
    groups = [
        StaleGroup(org_id, names.get(org_id, ""), source, rows, date.fromisoformat(oldest))
        for org_id, source, rows, oldest in found
    ]
    return sorted(groups, key=lambda one: (-one.rows, one.institution, one.source))


def _names(org_ids: Iterable[int]) -> dict[int, str]:
    return {one.id: one.name for one in orgs.cards(org_ids).values()}
