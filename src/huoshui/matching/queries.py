"""Every read of matches. The wall gives each side its own rows; an inventor sees those of their own patents."""

from django.db.models import QuerySet

from huoshui.inventory import public as inventory
from huoshui.kernel.actor import Actor
from huoshui.matching.models import Candidate, MatchRun, Recommendation


def recommendations_in_view(actor: Actor) -> QuerySet[Recommendation]:
    rows: QuerySet[Recommendation] = Recommendation.objects.all()
    return rows


def candidates_in_view(actor: Actor) -> QuerySet[Candidate]:
    rows: QuerySet[Candidate] = Candidate.objects.all()
    if "inventor" in actor.roles:
        rows = rows.filter(patent_id__in=inventory.patent_ids_of(actor.person_id))
    return rows


def last_run() -> MatchRun | None:
    return MatchRun.objects.exclude(finished_at=None).order_by("-id").first()
