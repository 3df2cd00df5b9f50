"""Moves: an organisation gets another place, line or school, with its parts and with every row that is theirs."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from huoshui.kernel import clock
from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, NotAllowed
from huoshui.kernel.outbox import emit
from huoshui.kernel.renumbering import Renumbering, followers, renumber
from huoshui.orgs import queries
from huoshui.orgs.actions.located import change, located, past
from huoshui.orgs.actions.numbering import Numbering, follow_parent, set_line
from huoshui.orgs.events import OrganisationsMoved
from huoshui.orgs.models import GONE, Organisation, OrganisationChange, OrganisationName
from huoshui.orgs.rules import Place, name_side, place_name
from huoshui_core.reference import LINES, region_by_code

log = logging.getLogger(__name__)
MOVED = ["parent", "region", "line", "serial", "seat", "line_seat"]
FOLLOWED_FOR = timedelta(days=2)  # longer than any request or import runs
LINE_NAMES = {one.number: one.name for one in LINES}


@action
def move_organisation(
    actor: Actor,
    *,
    organisation_id: int,
    on: date,
    region: int | None = None,
    line: int | None = None,
    parent_id: int | None = None,
) -> int:
    """Region and line are for all but colleges, whose parent is another institution. Answers how many rows followed.

    Whoever moves it reaches both ends. Raises Invalid for a day to come, a place that is none, or no change at all.
    """
    row = located(actor, "orgs.move", organisation_id)
    past(on)
    parts = list(queries.parts_of(row.pk))
    before = {one.pk: (one.seat, described(one)) for one in (row, *parts)}
    if row.kind == "college":
        _into(actor, row, parent_id)
    else:
        _to(actor, row, row.region if region is None else region, row.line if line is None else line)
    for part in parts:
        follow_parent(part, row)
    followed = settle(actor, [row, *parts], before, on)
    note(actor, "orgs.move", f"org:{row.pk}", before=before[row.pk][1], after=described(row), rows=followed)
    emit(OrganisationsMoved([row.pk, *(part.pk for part in parts)]))
    return followed


def described(row: Organisation) -> str:
    """Where it stands, as people say it."""
    above = f"{row.parent.name} · " if row.parent else ""
    return f"{above}{place_name(row.region)} · {LINE_NAMES.get(row.line, row.line)}"


def settle(actor: Actor, rows: Sequence[Organisation], before: dict[int, tuple[int, str]], on: date) -> int:
    """Saves the new places of rows, writes their history and takes along what is theirs."""
    Organisation.objects.bulk_update(rows, MOVED, batch_size=1_000)
    OrganisationChange.objects.bulk_create(
        change(actor, one, "moved", on=on, before=before[one.pk][1], after=described(one), former=before[one.pk][0])
        for one in rows
    )
    return renumber([_step(before[one.pk][0], one, one) for one in rows])


def _step(seat: int, row: Organisation, to: Organisation) -> Renumbering:
    return Renumbering(seat, to.seat, to.line_seat, row.pk, to.pk)


def _to(actor: Actor, row: Organisation, region: int, line: int) -> None:
    if (region, line) == (row.region, row.line):
        raise Invalid("隶属没有变化", fields={"region": "没有变化"})
    if region and region_by_code(region) is None:
        raise Invalid("没有这个行政区划", fields={"region": "没有这个行政区划"})
    if line not in LINE_NAMES:
        raise Invalid("没有这个条线", fields={"line": "没有这个条线"})
    _reach_both_ends(actor, Place(row.kind, region, line, None, row.pk))
    if region == row.region:
        set_line(row, line)
    else:
        Numbering(regions=[region]).place(row, region=region, line=line)


def _into(actor: Actor, row: Organisation, parent_id: int | None) -> None:
    """Raises Invalid while patents of the school lie in the care of the college: they are the school's, not its own."""
    parent = queries.organisations_in_view(actor).filter(pk=parent_id or 0, kind="institution").first()
    if parent is None or parent.standing in GONE:
        raise Invalid("没有这家单位，或者不在您的管辖范围内", fields={"parent_id": "没有这家单位"})
    if parent.pk == row.parent_id:
        raise Invalid("隶属没有变化", fields={"parent_id": "没有变化"})
    _reach_both_ends(actor, Place(row.kind, parent.region, parent.line, parent.pk, row.pk))
    entrusted = {
        str(model._meta.verbose_name): count
        for model in followers()
        if (count := model.objects.filter(seat=row.seat).exclude(org_id=row.pk).count())
    }
    if entrusted:
        raise Invalid(f"「{row.name}」名下还有学校的专利或记录，请先交回学校", rows=entrusted)
    side = name_side(row.kind, parent.pk)
    names = OrganisationName.objects.filter(organisation=row)
    if OrganisationName.objects.filter(side=side, key__in=names.values("key")).exists():
        raise Invalid(f"「{parent.name}」已有同名院系，请先更名", fields={"parent_id": "已有同名院系"})
    names.update(side=side)
    Numbering(parents=[parent]).place_inside(row, parent)
    row.parent = parent


def _reach_both_ends(actor: Actor, place: Place) -> None:
    if not queries.corrects(actor, place):
        raise NotAllowed("调入地不在您的管辖范围内：请由两地共同的上级办理")


@action
def follow_changes(actor: Actor, *, organisation_ids: Iterable[int] | None = None) -> int:
    """Takes along what was still written to a former seat by whoever had begun before the change. May run twice.

    What can't follow, since the organisation has the same already, stays and is told in the log.
    """
    require(actor, "orgs.follow")
    changes = OrganisationChange.objects.exclude(former_seat=None).select_related("organisation__merged_into")
    changes = changes.filter(at__gte=clock.now() - FOLLOWED_FOR)
    if organisation_ids is not None:
        changes = changes.filter(organisation_id__in=list(organisation_ids))
    followed = 0
    for one in changes:
        row = one.organisation
        try:
            with transaction.atomic():
                followed += renumber([_step(one.former_seat or 0, row, row.merged_into or row)])
        except IntegrityError as fault:
            log.warning("rows written to %s after it had changed stay there: %s", row.pk, fault)
    note(actor, "orgs.follow", "organisations", changes=len(changes), rows=followed)
    return followed
