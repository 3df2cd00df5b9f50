"""Every read of the library. The table is public; an institution's own list is narrowed to the actor's reach here."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.resources import states
from huoshui.resources.models import LibraryEntry
from huoshui.resources.rules import LAPSED


def entries_in_view(actor: Actor) -> QuerySet[LibraryEntry]:
    reach = actor.reach
    return LibraryEntry.objects.filter(
        seat__gte=reach.seat_lo,
        seat__lte=reach.seat_hi,
        line_seat__gte=reach.line_lo,
        line_seat__lte=reach.line_hi,
    )


def entry_in_view(actor: Actor, entry_id: int) -> LibraryEntry:
    entry = entries_in_view(actor).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound("没有这件入库专利", entry_id=entry_id)
    return entry


def listed() -> QuerySet[LibraryEntry]:
    return LibraryEntry.objects.filter(status=states.LISTED)


def listed_in_order(ids: Sequence[int]) -> list[LibraryEntry]:
    """Those still listed, in the order given: what the index answers is never shown unasked."""
    rows = listed().in_bulk(list(ids))
    return [rows[one] for one in ids if one in rows]


def listed_by_position(ids: Sequence[int]) -> QuerySet[LibraryEntry]:
    """Those still listed, each with its `position` in the order given."""
    order = Func(Value(list(ids), ArrayField(BigIntegerField())), F("pk"), function="array_position")
    return listed().filter(pk__in=list(ids)).annotate(position=Cast(order, IntegerField()))


def entry_by_number(number: str) -> LibraryEntry | None:
    """In any state: the page of a withdrawn one says so."""
    return LibraryEntry.objects.filter(number=number).first()


def not_indexed() -> QuerySet[LibraryEntry]:
    return LibraryEntry.objects.exclude(revision=F("indexed_revision"))


def is_any_indexed() -> bool:
    return LibraryEntry.objects.exclude(indexed_revision=0).exists()


def gone_but_indexed() -> list[int]:
    """Taken off the list since the index last heard; searches leave them out, so that totals are right."""
    return list(not_indexed().exclude(status=states.LISTED).exclude(indexed_revision=0).values_list("pk", flat=True))


def lapsed(today: date) -> QuerySet[LibraryEntry]:
    return listed().filter(Q(expires_on__lte=today) | Q(legal_status__in=LAPSED))


def dossier_ids_of_patents(patent_ids: Iterable[int]) -> list[int]:
    return list(LibraryEntry.objects.filter(patent_id__in=list(patent_ids)).values_list("dossier_id", flat=True))


def published_under(institution_ids: Iterable[int], *, after_id: int, limit: int) -> dict[int, int]:
    """Entry → patent, in any state, in the order they were made."""
    rows = LibraryEntry.objects.filter(institution_id__in=list(institution_ids), pk__gt=after_id).order_by("pk")
    return dict(rows.values_list("pk", "patent_id")[:limit])
