"""Every read of events, runs and what follows from them.

Events belong to a patent: whoever sees the patent sees them, also where its college does and the institution loaded
them. So they are read for patents that the actor's own reach has shown before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import EVERYWHERE
from huoshui.kernel.tenancy import widened
from huoshui.orgs import public as orgs
from huoshui.rights.models import EventRun, KnownRight, LegalEvent


def events_in_view(actor: Actor) -> QuerySet[LegalEvent]:
    """With `org_name`."""
    rows: QuerySet[LegalEvent] = LegalEvent.objects.annotate(org_name=orgs.name_of())
    return rows


def events_of_seen(actor: Actor, seen: Collection[int]) -> dict[int, list[LegalEvent]]:
    """Of patents that the actor's reach has shown already, youngest first."""
    found: dict[int, list[LegalEvent]] = defaultdict(list)
    with widened(actor, EVERYWHERE, why="the events of a patent are seen by who sees the patent"):
        for row in LegalEvent.objects.filter(patent_id__in=list(seen)).order_by("-happened_on", "-id"):
            found[row.patent_id].append(row)
    return found


def with_events(patent_ids: Iterable[int]) -> list[int]:
    rows = LegalEvent.objects.filter(patent_id__in=list(patent_ids)).order_by("patent_id")
    return list(rows.values_list("patent_id", flat=True).distinct())


def known_hashes(patent_ids: Iterable[int]) -> set[tuple[int, str]]:
    rows = LegalEvent.objects.filter(patent_id__in=list(patent_ids))
    return set(rows.values_list("patent_id", "content_hash"))


def known_rights(patent_ids: Iterable[int]) -> dict[int, KnownRight]:
    return {row.patent_id: row for row in KnownRight.objects.filter(patent_id__in=list(patent_ids))}


def due_for_a_look(today: date, *, limit: int) -> list[int]:
    rows = KnownRight.objects.filter(looks_again_on__lte=today).order_by("looks_again_on", "id")
    return list(rows.values_list("patent_id", flat=True)[:limit])


def leave_alone(patent_ids: Collection[int]) -> int:
    """Patents that are gone or have no event: the calendar changes nothing there."""
    rows = KnownRight.objects.filter(patent_id__in=list(patent_ids)).exclude(looks_again_on=None)
    return int(rows.update(looks_again_on=None))


def run_in_view(actor: Actor, run_id: int) -> EventRun:
    """A run is its maker's: nobody else confirms somebody's upload."""
    run: EventRun | None = EventRun.objects.filter(pk=run_id, user_id=actor.user_id, org_id=actor.org_id).first()
    if run is None:
        raise NotFound("没有这次导入", run_id=run_id)
    return run


def runs_in_view(actor: Actor, *, limit: int = 20) -> Sequence[EventRun]:
    mine = EventRun.objects.filter(user_id=actor.user_id, org_id=actor.org_id)
    return list(mine.order_by("-id")[:limit])
