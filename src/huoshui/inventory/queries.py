"""Every read of the inventory. The wall narrows to the actor's reach; an inventor is narrowed further to their own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from huoshui.accounts import public as accounts
from huoshui.inventory import states
from huoshui.inventory.models import Dossier, Priority
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.orgs import public as orgs

LISTED = (
    *("patent__title", "patent__publication_no", "patent__kind", "priority", "priority_reason", "state", "first"),
    *("org_id", "responsible_name", "responsible_note", "batch", "rolled_on", "changed_at"),
)


def dossiers_in_view(actor: Actor) -> QuerySet[Dossier]:
    rows: QuerySet[Dossier] = Dossier.objects.select_related("patent").annotate(org_name=orgs.name_of())
    return rows.filter(responsible_id=actor.person_id) if "inventor" in actor.roles else rows


def listed_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """With no more than the list shows: a patent has texts of pages, a dossier all that was ever said."""
    return dossiers_in_view(actor).only(*LISTED)


def dossier_in_view(actor: Actor, dossier_id: int) -> Dossier:
    dossier = dossiers_in_view(actor).filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound("没有这份盘点档案", dossier_id=dossier_id)
    return dossier


def next_to_fill(actor: Actor, *, after_id: int) -> int | None:
    """The next dossier waiting for this person, going round once: after the last comes the first."""
    waiting = dossiers_in_view(actor).filter(state__in=states.EDITABLE).order_by("id")
    if not after_id and (urgent := waiting.filter(first=1).values_list("pk", flat=True).first()):
        return urgent
    following = waiting.filter(pk__gt=after_id).values_list("pk", flat=True).first()
    return following or waiting.exclude(pk=after_id).values_list("pk", flat=True).first()


def counts_by_state(actor: Actor) -> dict[str, int]:
    found = dict(dossiers_in_view(actor).order_by().values_list("state").annotate(n=Count("id")))
    return {state: found.get(state, 0) for state in states.LABELS}


def counts_by_institution(actor: Actor) -> list[dict[str, Any]]:
    """One row an institution and state: org_id, state, n, willing (how many of them are offered)."""
    rows = dossiers_in_view(actor).order_by().values("org_id", "state", "willing").annotate(n=Count("id"))
    return [dict(row) for row in rows]


def dossier_ids_of_patents(patent_ids: Iterable[int]) -> dict[int, int]:
    return dict(Dossier.objects.filter(patent_id__in=list(patent_ids)).values_list("patent_id", "id"))


def accepted_dossiers(dossier_ids: Iterable[int]) -> list[Dossier]:
    """One that has been reopened meanwhile is missing."""
    return list(Dossier.objects.filter(pk__in=list(dossier_ids), state=states.ACCEPTED).order_by("id"))


def patent_ids_of(responsible_id: int) -> list[int]:
    """The patents one inventor answers for."""
    return list(Dossier.objects.filter(responsible_id=responsible_id).values_list("patent_id", flat=True))


def dossier_ids_by_number() -> dict[str, int]:
    """Publication number → dossier, of all in the open scope."""
    return dict(Dossier.objects.values_list("patent__publication_no", "id"))


def dossiers_by_number(actor: Actor, numbers: Iterable[str]) -> dict[str, Dossier]:
    """By publication and application number, locked until the transaction ends."""
    wanted = [one for one in numbers if one]
    mine = dossiers_in_view(actor).filter(Q(patent__publication_no__in=wanted) | Q(patent__application_no__in=wanted))
    found: dict[str, Dossier] = {}
    for row in mine.order_by("pk").select_for_update(of=("self",)):
        found |= {row.patent.application_no: row, row.patent.publication_no: row}
    found.pop("", None)
    return found


def dossiers_to_fill(actor: Actor) -> QuerySet[Dossier]:
    """What comes first stands first."""
    return dossiers_in_view(actor).filter(state__in=states.EDITABLE).order_by("-first", "id")


def first_waiting(actor: Actor) -> int:
    """How many come first and nobody has begun."""
    return dossiers_in_view(actor).filter(first=1).count()


def rolling_waiting(actor: Actor) -> int:
    """Later grants that rolled in and nobody has begun."""
    return dossiers_in_view(actor).filter(batch="rolling", state=states.UNOPENED).count()


def institutions_with_dossiers() -> list[int]:
    return sorted(Dossier.objects.order_by().values_list("org_id", flat=True).distinct())


def has_priorities() -> bool:
    return bool(Priority.objects.exists())


def priorities_of(actor: Actor) -> QuerySet[Priority]:
    """The list of the actor's own organisation."""
    rows: QuerySet[Priority] = Priority.objects.filter(org_id=actor.org_id)
    return rows


def inventions(actor: Actor) -> QuerySet[Dossier]:
    """For a look at what a list would meet."""
    return dossiers_in_view(actor).filter(patent__kind="invention").order_by("id")


def inventors_to_entrust(actor: Actor) -> list[accounts.InventorCard]:
    """The inventors of the actor's institution; for somebody of a college, those of that college."""
    own = orgs.card(actor.org_id)
    people = accounts.inventors_of([own.parent_id or own.id]) if own else []
    return [one for one in people if own is None or own.kind != "college" or one.college_id == own.id]
