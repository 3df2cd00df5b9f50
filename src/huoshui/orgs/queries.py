"""Every read of the directory. It is public, so no reach is asked for."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.reach import Reach
from huoshui.orgs.models import GONE, Organisation, OrganisationChange, OrganisationName
from huoshui.orgs.rules import Place, may_correct
from huoshui_core.attribution import Directory, Listed
from huoshui_core.text import organisation_key


def organisation_ids_by_name(side: str, names: Iterable[str]) -> dict[str, int]:
    """Name as given → id, for the names that are known; never a guess."""
    keys = {name: organisation_key(name) for name in names}
    found = dict(
        OrganisationName.objects.filter(side=side, key__in=set(keys.values())).values_list("key", "organisation_id")
    )
    return {name: found[key] for name, key in keys.items() if key in found}


def organisations_within(reach: Reach, *, kind: str) -> QuerySet[Organisation]:
    """Those whose own seat lies in a reach: the institutions of a province, the colleges of a school."""
    return _within(reach).filter(kind=kind).exclude(standing__in=GONE).order_by("seat")


def organisations_in_view(actor: Actor) -> QuerySet[Organisation]:
    """The directory is public, but a list of it shows what one has to do with."""
    return _within(actor.reach)


def listed_organisations(actor: Actor, *, with_merged: bool) -> QuerySet[Organisation]:
    rows = organisations_in_view(actor).select_related("parent")
    return rows if with_merged else rows.exclude(standing="merged")


def organisation_in_view(actor: Actor, organisation_id: int) -> Organisation:
    row = organisations_in_view(actor).select_related("parent", "merged_into").filter(pk=organisation_id).first()
    if row is None:
        raise NotFound("没有这家单位", organisation_id=organisation_id)
    return row


def _within(reach: Reach) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        seat__gte=reach.seat_lo,
        seat__lte=reach.seat_hi,
        line_seat__gte=reach.line_lo,
        line_seat__lte=reach.line_hi,
    )


def reaches(actor: Actor, row: Organisation) -> bool:
    return actor.reach.covers(row.seat, row.line_seat)


def place_of(organisation_id: int) -> Place | None:
    row = Organisation.objects.filter(pk=organisation_id).first()
    return as_place(row) if row else None


def as_place(row: Organisation) -> Place:
    return Place(row.kind, row.region, row.line, row.parent_id, row.pk)


def corrects(actor: Actor, place: Place) -> bool:
    """Whether the actor puts right what the directory says of an organisation there."""
    own = None if "operator" in actor.roles else place_of(actor.org_id)
    return "operator" in actor.roles or (own is not None and any(may_correct(r, own, place) for r in actor.roles))


def names_of(organisation_id: int) -> QuerySet[OrganisationName]:
    return OrganisationName.objects.filter(organisation_id=organisation_id).order_by("-kind", "id")


def changes_of(organisation_id: int) -> QuerySet[OrganisationChange]:
    return OrganisationChange.objects.filter(organisation_id=organisation_id).order_by("-on", "-id")


def parts_of(organisation_id: int) -> QuerySet[Organisation]:
    return Organisation.objects.filter(parent_id=organisation_id).exclude(standing__in=GONE).order_by("seat")


def institution_ids(**facts: Any) -> QuerySet[Any]:
    """As a sub-query: the institutions of which these facts hold."""
    return Organisation.objects.filter(kind="institution", **facts).values("id")


def keys_on_side(side: str) -> dict[str, int]:
    """Every folded name of a side → id, for work that meets many names."""
    return dict(OrganisationName.objects.filter(side=side).values_list("key", "organisation_id"))


def institution_directory() -> Directory:
    """All institutions by all their names, to be asked which one a name and a place mean."""
    names: dict[int, list[str]] = {}
    for number, name in OrganisationName.objects.filter(side="institution").values_list("organisation_id", "name"):
        names.setdefault(number, []).append(name)
    rows = Organisation.objects.filter(pk__in=list(names)).values_list("id", "name", "region", "uscc", "standing")
    return Directory(
        Listed(number, name, region, tuple(names[number]), uscc, standing != "unconfirmed")
        for number, name, region, uscc, standing in rows.iterator(chunk_size=5_000)
    )


def name_keys(ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """All folded names of each organisation, its former and short ones too."""
    found: dict[int, set[str]] = {one: set() for one in ids}
    rows = OrganisationName.objects.filter(organisation_id__in=list(found)).values_list("organisation_id", "key")
    for organisation_id, key in rows:
        found[organisation_id].add(key)
    return {one: frozenset(keys) for one, keys in found.items()}


def credit_codes(ids: Iterable[int]) -> dict[int, str]:
    """Id → 统一社会信用代码, "" where it is not known."""
    return dict(Organisation.objects.filter(pk__in=list(ids)).values_list("id", "uscc"))


def organisation_ids_by_credit_code(codes: Iterable[str]) -> dict[str, int]:
    rows = Organisation.objects.filter(uscc__in=[code for code in codes if code])
    return dict(rows.values_list("uscc", "id"))


def organisation_names(ids: Iterable[int]) -> dict[int, str]:
    """By hand, since every list of patents asks it: a third of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM orgs_organisation WHERE id = ANY(%s)", [list(set(ids))])
        return dict(cursor.fetchall())


def organisation_name(organisation_id: int) -> str:
    """ "" when there is none of this number."""
    return Organisation.objects.filter(pk=organisation_id).values_list("name", flat=True).first() or ""
