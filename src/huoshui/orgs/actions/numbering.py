"""The numbers organisations stand at. A number once given is never given again: ledger lines keep it."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Max

from huoshui.kernel.errors import Invalid
from huoshui.kernel.reach import PART_SPAN, REGION_SPAN, SERIAL_SPAN, line_seat_number, seat_number
from huoshui.orgs.models import Organisation, OrganisationChange

NUMBERING_LOCK = 7_201  # one transaction at a time gives out numbers and names


def lock_directory() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])


class Numbering:
    """Gives out the next numbers of some regions and inside some organisations; hold the lock meanwhile."""

    def __init__(self, *, regions: Iterable[int] = (), parents: Iterable[Organisation] = ()) -> None:
        self._serials = _serials(set(regions))
        self._parts = {parent.pk: _last_part(parent) for parent in parents}

    def place(self, row: Organisation, *, region: int, line: int) -> None:
        """Raises Invalid when the region has no number left."""
        serial = self._serials[region] = self._serials.get(region, 0) + 1
        if serial >= SERIAL_SPAN:
            raise Invalid("这个行政区划的单位编号已用完，请联系节点运维", region=region)
        _set(row, region=region, line=line, serial=serial, seat=seat_number(region, serial))

    def place_inside(self, row: Organisation, parent: Organisation) -> None:
        """Raises Invalid when the parent has no number left."""
        part = self._parts[parent.pk] = self._parts[parent.pk] + 1
        if part >= PART_SPAN:
            raise Invalid(f"「{parent.name}」的院系编号已用完（最多 {PART_SPAN - 1} 个）", parent_id=parent.pk)
        row.parent_id = parent.pk
        _set(row, region=parent.region, line=parent.line, serial=parent.serial, seat=parent.seat + part)


def follow_parent(row: Organisation, parent: Organisation) -> None:
    """A part keeps its place inside the organisation that has moved."""
    seat = parent.seat + row.seat % PART_SPAN
    _set(row, region=parent.region, line=parent.line, serial=parent.serial, seat=seat)


def set_line(row: Organisation, line: int) -> None:
    _set(row, region=row.region, line=line, serial=row.serial, seat=row.seat)


def _set(row: Organisation, *, region: int, line: int, serial: int, seat: int) -> None:
    row.region, row.line, row.serial, row.seat = region, line, serial, seat
    row.line_seat = line_seat_number(line, seat)


def _serials(regions: set[int]) -> dict[int, int]:
    """The last serial of each region, also of those that have moved away."""
    last = dict(Organisation.objects.filter(region__in=regions).values_list("region").annotate(top=Max("serial")))
    left = OrganisationChange.objects.exclude(former_seat=None).annotate(region=F("former_seat") / REGION_SPAN)
    for region, top in left.filter(region__in=regions).values_list("region").annotate(top=Max("former_seat")):
        last[region] = max(last.get(region, 0), top // PART_SPAN % SERIAL_SPAN)
    return last


def _last_part(parent: Organisation) -> int:
    low, high = parent.seat, parent.seat + PART_SPAN - 1
    here = Organisation.objects.filter(seat__gte=low, seat__lte=high).aggregate(top=Max("seat"))["top"]
    left = OrganisationChange.objects.filter(former_seat__gte=low, former_seat__lte=high).aggregate(
        top=Max("former_seat")
    )["top"]
    return max(here or low, left or low) - low
