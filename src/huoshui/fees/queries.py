"""Every read of annual fees. The wall narrows to the actor's reach; an inventor is narrowed to what names them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from huoshui.fees.models import AnnualFee, FeeMark, FeeReduction
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.orgs import public as orgs
from huoshui.patents import public as patents

WIDE = ("patent__abstract", "patent__first_claim", "patent__claims")  # not read for lists
SOON, SOONER = 90, 30


def fees_in_view(actor: Actor) -> QuerySet[AnnualFee]:
    every = AnnualFee.objects.select_related("patent").defer(*WIDE)
    rows: QuerySet[AnnualFee] = every.annotate(org_name=orgs.name_of())
    name = patents.narrowed_to(actor)
    if name is None:
        return rows
    return rows.filter(patent__inventors__contains=[name]) if name else rows.none()


def fee_in_view(actor: Actor, patent_id: int) -> AnnualFee:
    row = fees_in_view(actor).filter(patent_id=patent_id).first()
    if row is None:
        raise NotFound("没有这件专利的年费推算", patent_id=patent_id)
    return row


def fees_to_come(actor: Actor) -> QuerySet[AnnualFee]:
    return fees_in_view(actor).filter(year__gt=0).order_by("next_on", "id")


def patent_ids_of_rows(actor: Actor, row_ids: Collection[int]) -> list[int]:
    """Raises NotFound when one of them is not in view."""
    found = list(fees_in_view(actor).filter(pk__in=row_ids).order_by("id").values_list("patent_id", flat=True))
    if len(found) != len(set(row_ids)):
        raise NotFound("其中有专利不存在", missing=len(set(row_ids)) - len(found))
    return found


def due_within(rows: QuerySet[Any], days: int) -> QuerySet[Any]:
    """The next fee is due on one of these days, today included."""
    today = clock.today()
    return rows.filter(phase="upcoming", next_on__lte=today + timedelta(days=days))


def counts(actor: Actor) -> dict[str, int]:
    """Of the actor's view: how many are due soon, in grace, to be checked, and what the coming year costs."""
    today = clock.today()
    upcoming = Q(phase="upcoming")
    within_90 = upcoming & Q(next_on__lte=today + timedelta(days=SOON))
    found = fees_in_view(actor).aggregate(
        all=Count("id"),
        within_30=Count("id", filter=upcoming & Q(next_on__lte=today + timedelta(days=SOONER))),
        within_90=Count("id", filter=within_90),
        within_90_yuan=Sum("amount_yuan", filter=within_90),
        grace=Count("id", filter=Q(phase="grace")),
        check=Count("id", filter=Q(phase="check")),
        to_drop=Count("id", filter=Q(to_drop=True)),
    )
    return {name: value or 0 for name, value in found.items()}


def due_soon(actor: Actor) -> int:
    return due_within(fees_in_view(actor), SOON).count()


def yuan_by_month(actor: Actor, first: date, last: date) -> dict[date, tuple[int, int]]:
    """First day of the month → how many fees fall due in it, and their amount."""
    rows = fees_in_view(actor).filter(phase="upcoming", next_on__gte=first, next_on__lte=last)
    months = rows.order_by().annotate(month=TruncMonth("next_on")).values("month")
    found = months.annotate(n=Count("id"), yuan=Sum("amount_yuan"))
    return {row["month"]: (row["n"], row["yuan"]) for row in found}


def marks_of(patent_id: int) -> list[FeeMark]:
    return list(FeeMark.objects.filter(patent_id=patent_id).order_by("-id"))


def living_marks(patent_ids: Iterable[int]) -> dict[int, list[FeeMark]]:
    found: dict[int, list[FeeMark]] = {}
    for mark in FeeMark.objects.filter(patent_id__in=list(patent_ids), ended_at=None):
        found.setdefault(mark.patent_id, []).append(mark)
    return found


def reductions_of(org_ids: Collection[int]) -> dict[int, int]:
    """Institution → years of its reduction; those that said nothing are missing."""
    rows = FeeReduction.objects.filter(org_id__in=list(org_ids)).order_by("at", "id")
    return dict(rows.values_list("org_id", "years"))


def reduction_of(org_id: int) -> FeeReduction | None:
    row: FeeReduction | None = FeeReduction.objects.filter(org_id=org_id).order_by("-at", "-id").first()
    return row


def patent_ids_to_renew(today: date, *, after_id: int, limit: int) -> list[tuple[int, int]]:
    """(row, patent) that stand differently from today on, by row."""
    rows = AnnualFee.objects.filter(changes_on__lte=today, pk__gt=after_id).order_by("id")
    return list(rows.values_list("id", "patent_id")[:limit])


def patent_ids_of(org_id: int, *, after_id: int, limit: int) -> list[tuple[int, int]]:
    rows = AnnualFee.objects.filter(org_id=org_id, pk__gt=after_id).order_by("id")
    return list(rows.values_list("id", "patent_id")[:limit])


def rows_of(patent_ids: Sequence[int]) -> dict[int, AnnualFee]:
    return {row.patent_id: row for row in AnnualFee.objects.filter(patent_id__in=list(patent_ids))}


def known_ids(patent_ids: Sequence[int]) -> set[int]:
    rows = AnnualFee.objects.filter(patent_id__in=patent_ids)
    return set(rows.values_list("patent_id", flat=True))


def marks_by(user_id: int) -> QuerySet[FeeMark]:
    rows: QuerySet[FeeMark] = FeeMark.objects.filter(by=user_id).select_related("patent").order_by("id")
    return rows
