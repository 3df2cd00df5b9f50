"""Every read of kept searches: one's own, in the role in which they were kept. And their owner, as they stand today."""

from datetime import datetime
from urllib.parse import parse_qsl

from django.db.models import QuerySet, Sum

from huoshui.accounts import public as accounts
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.watches.models import Changed, Watch
from huoshui.watches.policy import KEEPERS

MOST_CHANGED = 10_000


def watches_of(actor: Actor) -> QuerySet[Watch]:
    rows: QuerySet[Watch] = Watch.objects.filter(
        user_id=actor.user_id, org_id=actor.org_id, role=role_of(actor), for_user_id=actor.for_user_id
    )
    return rows if actor.user_id else rows.none()


def watch_of(actor: Actor, watch_id: int) -> Watch:
    watch = watches_of(actor).filter(pk=watch_id).first()
    if watch is None:
        raise NotFound("没有这个检索订阅", watch_id=watch_id)
    return watch


def same_watch(actor: Actor, query: str) -> Watch | None:
    """One of theirs that asks the same; in what order the address says it makes no difference."""
    asked = sorted(parse_qsl(query))
    return next((row for row in watches_of(actor).order_by("id") if sorted(parse_qsl(row.query)) == asked), None)


def role_of(actor: Actor) -> str:
    return next((role for role in KEEPERS if role in actor.roles), "")


def news_of(actor: Actor) -> int:
    return int(watches_of(actor).aggregate(n=Sum("news"))["n"] or 0)


def all_watches() -> QuerySet[Watch]:
    rows: QuerySet[Watch] = Watch.objects.order_by("id")
    return rows


def owner_today(watch: Watch) -> Actor | None:
    """Whoever keeps it, as far as they see now; None when they no longer stand in that role there."""
    for one in accounts.memberships_of(watch.user_id):
        if (one.role, one.organisation.id, one.for_user_id) == (watch.role, watch.org_id, watch.for_user_id):
            return accounts.actor_of(watch.user_id, one.id, channel="job")
    return None


def changed_since(moment: datetime) -> list[int]:
    """Patents whose right has become another since, the latest first and not without end."""
    rows = Changed.objects.filter(at__gt=moment).order_by("-at")
    return list(rows.values_list("patent_id", flat=True)[:MOST_CHANGED])
