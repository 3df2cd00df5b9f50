"""Every read of the base library. The wall narrows to the actor's reach; an inventor is narrowed to their own."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from huoshui.accounts import public as accounts
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.orgs import public as orgs
from huoshui.patents import states
from huoshui.patents.models import Disagreement, ImportRun, Patent, SourceColumns
from huoshui.patents.search import INDEXED, digest_of_row
from huoshui_core.reference.validity import NOT_IN_FORCE

WIDE = ("abstract", "first_claim", "claims")  # not read for lists


def patents_in_view(actor: Actor) -> QuerySet[Patent]:
    """With `org_name`. Inventors see the patents that name them, or the one they act for; without a name, none."""
    rows: QuerySet[Patent] = Patent.objects.annotate(org_name=orgs.name_of())
    name = narrowed_to(actor)
    if name is None:
        return rows
    return rows.filter(inventors__contains=[name]) if name else rows.none()


def narrowed_to(actor: Actor) -> str | None:
    """The inventor whose patents alone are shown, "" for nobody's; None: not narrowed."""
    if "inventor" not in actor.roles:
        return None
    return accounts.people({actor.for_user_id})[actor.for_user_id].name if actor.for_user_id else actor.name


def listed_patents(actor: Actor) -> QuerySet[Patent]:
    return patents_in_view(actor).defer(*WIDE)


def table_of_patents(actor: Actor, fields: Sequence[str]) -> QuerySet[Any]:
    """As named tuples of `pk`, `org_id`, `org_name` and the fields: half the time of models, on a page of fifty."""
    return patents_in_view(actor).values_list("pk", "org_id", "org_name", *fields, named=True)


def patent_in_view(actor: Actor, patent_id: int) -> Patent:
    patent = patents_in_view(actor).filter(pk=patent_id).first()
    if patent is None:
        raise NotFound("没有这件专利", patent_id=patent_id)
    return patent


def patents_by_id(ids: Iterable[int]) -> QuerySet[Patent]:
    rows: QuerySet[Patent] = Patent.objects.filter(pk__in=list(ids))
    return rows


def ids_named(org_id: int, *, number: str = "", title: str = "", most: int = 20) -> list[int]:
    """Of an institution: by publication or application number in its canonical form, or by the title as published."""
    named = Q(publication_no=number) | Q(application_no=number) if number else Q(title=title)
    rows = Patent.objects.filter(named, org_id=org_id).order_by("id") if number or title else Patent.objects.none()
    return list(rows.values_list("id", flat=True)[:most])


def ids_by_number(numbers: Sequence[str]) -> dict[str, int]:
    """Canonical application or publication number → id, within the open scope. Of a co-owned patent the first."""
    found: dict[str, int] = {}
    for name in ("application_no", "publication_no"):
        rows = Patent.objects.filter(**{f"{name}__in": [one for one in numbers if one]}).order_by("-id")
        found |= dict(rows.values_list(name, "id"))
    return found


def ids_of_run(import_run_id: int, part: int | None) -> list[int]:
    rows = Patent.objects.filter(import_run_id=import_run_id)
    if part is not None:
        rows = rows.filter(import_part=part)
    return list(rows.order_by("id").values_list("id", flat=True))


def patents_to_index(ids: Iterable[int] | None) -> QuerySet[Any]:
    """What `search.document` reads, as plain tuples: half the time of models. None: all in scope, by id."""
    rows: QuerySet[Patent] = Patent.objects.order_by("id") if ids is None else patents_by_id(ids)
    return rows.annotate(digest=digest_of_row()).values_list(*INDEXED, named=True)


def sums_to_check(*, width: int) -> dict[int, tuple[int, int]]:
    """How many patents, and the sum of their `digest`, by id divided by `width`."""
    rows = Patent.objects.annotate(bucket=F("id") / width, digest=digest_of_row()).order_by().values("bucket")
    found = rows.annotate(n=Count("id"), sum=Sum("digest")).values_list("bucket", "n", "sum")
    return {bucket: (count, int(total)) for bucket, count, total in found}


def ids_between(low: int, high: int) -> list[int]:
    return list(Patent.objects.filter(pk__gte=low, pk__lt=high).values_list("id", flat=True))


def ids_of_organisations(org_ids: Iterable[int]) -> list[int]:
    """Theirs, and those in the care of a college among them."""
    cards = orgs.cards(org_ids)
    seats = [card.seat for card in cards.values() if card.kind == "college"]
    rows = Patent.objects.filter(Q(org_id__in=list(cards)) | Q(seat__in=seats))
    return list(rows.values_list("id", flat=True))


def patents_after(org_ids: Sequence[int] | None, after_id: int, limit: int) -> QuerySet[Patent]:
    rows: QuerySet[Patent] = Patent.objects.filter(pk__gt=after_id).order_by("id")
    return (rows if org_ids is None else rows.filter(org_id__in=list(org_ids)))[:limit]


def granted_ids_after(org_ids: Sequence[int] | None, after_id: int, limit: int) -> list[int]:
    """Rights that stand, as far as the load told: what is inventoried (存量 are granted and valid patents)."""
    rows = Patent.objects.filter(pk__gt=after_id)
    rows = _standing(rows if org_ids is None else rows.filter(org_id__in=list(org_ids)))
    return list(rows.values_list("id", flat=True)[:limit])


def granted_among(ids: Sequence[int]) -> list[int]:
    return list(_standing(Patent.objects.filter(pk__in=list(ids))).values_list("id", flat=True))


def _standing(rows: QuerySet[Patent]) -> QuerySet[Patent]:
    rows = rows.filter(stage="granted").exclude(legal_status__in=NOT_IN_FORCE).exclude(expires_on__lte=clock.today())
    return rows.order_by("id")


def totals_by_institution(actor: Actor) -> list[dict[str, Any]]:
    """One row an institution: org_id, total, granted, invention, unconfirmed."""
    rows = patents_in_view(actor).order_by().values("org_id")
    counted = rows.annotate(
        total=Count("id"),
        granted=Count("id", filter=Q(stage="granted")),
        invention=Count("id", filter=Q(kind="invention", stage="granted")),
        unconfirmed=Count("id", filter=Q(attribution="unconfirmed")),
    )
    return [dict(row) for row in counted.order_by("-total", "org_id")]


def run_in_view(actor: Actor, import_run_id: int) -> ImportRun:
    """A run is its maker's: nobody else confirms somebody's upload."""
    run: ImportRun | None = ImportRun.objects.filter(
        pk=import_run_id, user_id=actor.user_id, org_id=actor.org_id
    ).first()
    if run is None:
        raise NotFound("没有这次导入", import_run_id=import_run_id)
    return run


def unfinished_run(actor: Actor, digest: str) -> ImportRun | None:
    """The actor's latest load of this very file that was confirmed and not brought to its end."""
    mine = ImportRun.objects.filter(user_id=actor.user_id, org_id=actor.org_id, digest=digest, state=states.APPLYING)
    found: ImportRun | None = mine.order_by("-id").first()
    return found


def runs_in_view(actor: Actor) -> QuerySet[ImportRun]:
    rows: QuerySet[ImportRun] = ImportRun.objects.filter(user_id=actor.user_id, org_id=actor.org_id)
    return rows


def disagreements_in_view(actor: Actor, state: str = "") -> QuerySet[Disagreement]:
    """Of the patents in the actor's view, the open ones longest waiting first."""
    rows: QuerySet[Disagreement] = Disagreement.objects.order_by("at", "id")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(patent_id__in=patents_in_view(actor).values("pk")) if "inventor" in actor.roles else rows


def disagreements_of(patent_id: int) -> list[Disagreement]:
    return list(Disagreement.objects.filter(patent_id=patent_id).order_by("field", "-id"))


def remembered_columns(actor: Actor, fingerprint: str) -> SourceColumns | None:
    """What somebody of the actor's organisation has confirmed for files with these headings."""
    found: SourceColumns | None = SourceColumns.objects.filter(org_id=actor.org_id, fingerprint=fingerprint).first()
    return found
