"""Keeping a search, changing and dropping it, having looked at its news; and the node telling of them."""

from collections.abc import Sequence
from datetime import datetime

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.patents import public as patents
from huoshui.watches import queries
from huoshui.watches.models import Changed, Watch
from huoshui.watches.rules import KEPT_CHANGES, LONGEST_NAME, LONGEST_QUERY, MOST, NOT_ASKED, RHYTHMS


@action
def keep_watch(actor: Actor, *, name: str, query: str, rhythm: str) -> int:
    """What the search finds now counts as seen. Raises Invalid for a query that the list would refuse, or that is kept
    already."""
    require(actor, "watches.keep")
    asked = patents.search_address(query, leaving_out=NOT_ASKED)
    if len(asked) > LONGEST_QUERY:
        raise Invalid("检索条件太长，请减少一些", fields={"name": "检索条件太长，请减少一些"})
    if kept := queries.same_watch(actor, asked):
        said = f"这个检索已经保存，名称是“{kept.name}”"
        raise Invalid(said, fields={"name": said})
    if queries.watches_of(actor).count() >= MOST:
        raise Invalid(f"最多保存 {MOST} 个检索，请先删除不用的", fields={"name": f"最多保存 {MOST} 个检索"})
    now = clock.now()
    row = Watch.objects.create(
        org_id=actor.org_id,
        seat=actor.seat,
        line_seat=actor.line_seat,
        user_id=actor.user_id,
        role=queries.role_of(actor),
        for_user_id=actor.for_user_id,
        name=_name(name),
        query=asked,
        rhythm=_rhythm(rhythm),
        seen_at=now,
        seen_run=patents.latest_run(),
        told_at=now,
    )
    note(actor, "watches.keep", f"watch:{row.pk}", rhythm=row.rhythm)
    return int(row.pk)


@action
def change_watch(actor: Actor, *, watch_id: int, name: str, rhythm: str) -> None:
    require(actor, "watches.keep")
    row = queries.watch_of(actor, watch_id)
    row.name, row.rhythm = _name(name), _rhythm(rhythm)
    row.save(update_fields=["name", "rhythm"])
    note(actor, "watches.change", f"watch:{watch_id}", rhythm=row.rhythm)


@action
def drop_watch(actor: Actor, *, watch_id: int) -> None:
    require(actor, "watches.keep")
    queries.watch_of(actor, watch_id).delete()
    note(actor, "watches.drop", f"watch:{watch_id}")


@action
def mark_seen(actor: Actor, *, watch_id: int) -> None:
    """What waits to be indexed stays news."""
    require(actor, "watches.keep")
    row = queries.watch_of(actor, watch_id)
    row.seen_at, row.news = clock.now(), 0
    row.seen_run = max(row.seen_run, patents.latest_run())
    row.save(update_fields=["seen_at", "seen_run", "news"])
    note(actor, "watches.seen", f"watch:{watch_id}")


@action
def tell(actor: Actor, *, watch_id: int, news: int) -> None:
    """Puts the number of news before the owner. May run twice."""
    require(actor, "watches.tell")
    Watch.objects.filter(pk=watch_id).update(news=news, told_at=clock.now())
    note(actor, "watches.tell", f"watch:{watch_id}", news=news)


@action
def remember_changed(actor: Actor, *, patent_ids: Sequence[int]) -> None:
    """Their right has become another. May run twice."""
    require(actor, "watches.tell")
    now = clock.now()
    Changed.objects.bulk_create(
        [Changed(patent_id=one, at=now) for one in patent_ids],
        update_conflicts=True,
        unique_fields=["patent_id"],
        update_fields=["at"],
    )
    note(actor, "watches.remember", "patents", patents=len(patent_ids))


@action
def forget_changed(actor: Actor, *, now: datetime) -> int:
    require(actor, "watches.tell")
    gone = Changed.objects.filter(at__lt=now - KEPT_CHANGES).delete()[0]
    note(actor, "watches.forget", "patents", patents=gone)
    return gone


def _name(name: str) -> str:
    """Raises Invalid for none, or one too long."""
    said = " ".join(name.split())
    if not said:
        raise Invalid("请给这个检索起个名字", fields={"name": "请给这个检索起个名字"})
    if len(said) > LONGEST_NAME or "\0" in said:
        raise Invalid(f"名称最多 {LONGEST_NAME} 个字", fields={"name": f"名称最多 {LONGEST_NAME} 个字"})
    return said


def _rhythm(rhythm: str) -> str:
    if rhythm not in RHYTHMS:
        raise Invalid("提醒可选每天、每周或不提醒", fields={"rhythm": "请选择一项"})
    return rhythm
