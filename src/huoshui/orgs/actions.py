"""Everything that changes the directory of organisations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from huoshui.kernel.action import action, note, require
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.kernel.reach import line_seat_number, region_span, seat_number
from huoshui.orgs.models import Organisation, OrganisationName
from huoshui.orgs.rules import name_side
from huoshui_core.text import organisation_key

BATCH = 2_000
NUMBERING_LOCK = 7_201  # one transaction at a time gives out numbers


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    name: str
    kind: str
    region: int
    line: int
    institution_type: str = ""
    parent_id: int | None = None
    uscc: str = ""
    register_code: str = ""
    standing: str = "confirmed"
    two_step_review: bool = True
    demonstration: bool = False
    aliases: tuple[str, ...] = ()


@action
def open_organisations(actor: Actor, *, new: Sequence[NewOrganisation]) -> dict[str, int]:
    """Opens those whose name is not known on their side yet; answers name → id for all of them."""
    require(actor, "orgs.open", also=all(_is_within(actor, one) for one in new))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])
    known = _known(new)
    fresh: dict[tuple[str, str], NewOrganisation] = {}
    for one in new:
        fresh.setdefault(_key(one), one)
    opened = _number([one for key, one in fresh.items() if key not in known])
    Organisation.objects.bulk_create([row for _, row in opened], batch_size=BATCH)
    OrganisationName.objects.bulk_create(list(_names(opened)), batch_size=BATCH, ignore_conflicts=True)
    known |= {_key(one): row.pk for one, row in opened}
    note(actor, "orgs.open", "organisations", asked=len(new), opened=len(opened))
    return {one.name: known[_key(one)] for one in new}


def _is_within(actor: Actor, one: NewOrganisation) -> bool:
    """A bureau opens in its own territory; a line department's reach has no territory of its own here."""
    lowest, highest = region_span(one.region)
    return actor.reach.seat_lo <= lowest and highest <= actor.reach.seat_hi


def _key(one: NewOrganisation) -> tuple[str, str]:
    key = organisation_key(one.name)
    if not key:
        raise Invalid("单位名称不能为空", name=one.name)
    return name_side(one.kind, one.parent_id), key


def _known(new: Sequence[NewOrganisation]) -> dict[tuple[str, str], int]:
    keys = {_key(one) for one in new}
    rows = OrganisationName.objects.filter(side__in={side for side, _ in keys}, key__in={key for _, key in keys})
    return {(side, key): pk for side, key, pk in rows.values_list("side", "key", "organisation_id")}


def _number(new: Sequence[NewOrganisation]) -> list[tuple[NewOrganisation, Organisation]]:
    """Parts take the next place inside their parent's span; others the next serial of their region."""
    regions = {one.region for one in new if one.parent_id is None}
    tops = dict(Organisation.objects.filter(region__in=regions).values_list("region").annotate(top=Max("serial")))
    parents = Organisation.objects.in_bulk({one.parent_id for one in new if one.parent_id is not None})
    missing = {one.parent_id for one in new if one.parent_id is not None} - set(parents)
    if missing:
        raise Invalid("上级单位不存在", missing=sorted(missing))
    parts = dict(Organisation.objects.filter(parent_id__in=parents).values_list("parent_id").annotate(top=Max("seat")))
    numbered = []
    for one in new:
        parent = parents.get(one.parent_id) if one.parent_id is not None else None
        if parent is None:
            serial = tops[one.region] = tops.get(one.region, 0) + 1
            region, line, seat = one.region, one.line, seat_number(one.region, serial)
        else:
            region, line, serial = parent.region, parent.line, parent.serial
            part = parts.get(parent.pk, parent.seat) + 1 - parent.seat
            seat = seat_number(region, serial, part)
            parts[parent.pk] = seat
        numbered.append((one, _row(one, region=region, line=line, serial=serial, seat=seat)))
    return numbered


def _row(one: NewOrganisation, *, region: int, line: int, serial: int, seat: int) -> Organisation:
    return Organisation(
        name=one.name,
        kind=one.kind,
        institution_type=one.institution_type,
        parent_id=one.parent_id,
        region=region,
        line=line,
        serial=serial,
        seat=seat,
        line_seat=line_seat_number(line, seat),
        uscc=one.uscc,
        register_code=one.register_code,
        standing=one.standing,
        two_step_review=one.two_step_review,
        demonstration=one.demonstration,
    )


def _names(opened: Iterable[tuple[NewOrganisation, Organisation]]) -> Iterable[OrganisationName]:
    for one, row in opened:
        for name in (one.name, *one.aliases):
            yield OrganisationName(
                organisation=row,
                side=name_side(one.kind, one.parent_id),
                name=name,
                key=organisation_key(name),
            )
