"""Which entries of the directory may be one organisation. A proposal only: people decide.

What makes two names alike is a column of their table, so that the database groups them, whatever their number.
"""

from collections.abc import Iterator
from itertools import chain, groupby, islice

from django.db.models import Count, Q, QuerySet

from huoshui.kernel.actor import Actor
from huoshui.orgs import queries
from huoshui.orgs.models import GONE, Organisation, OrganisationName

MOST = 200  # proposals on one page


def proposals(actor: Actor, kind: str) -> list[list[Organisation]]:
    """Groups of two and more in reach with like names or the same register code; colleges only within their school."""
    here = _living(actor, kind)
    found = islice(chain(_of_one_code(here), _of_like_names(here, kind)), MOST)
    groups = [sorted(ids) for ids in dict.fromkeys(frozenset(ids) for ids in found)]
    rows = Organisation.objects.select_related("parent").in_bulk({one for ids in groups for one in ids})
    return sorted(([rows[one] for one in ids] for ids in groups), key=lambda group: group[0].seat)


def like(actor: Actor, row: Organisation) -> list[Organisation]:
    """Those that may be the same as this one."""
    own = OrganisationName.objects.filter(organisation=row)
    alike = OrganisationName.objects.filter(side__in=own.values("side"), likeness__in=own.values("likeness"))
    same = Q(pk__in=list(alike.values_list("organisation_id", flat=True)[: MOST + 1]))
    if row.register_code:
        same |= Q(register_code=row.register_code)
    found = _living(actor, row.kind).filter(same).exclude(pk=row.pk)
    return list(found.select_related("parent").order_by("seat")[:MOST])


def _living(actor: Actor, kind: str) -> QuerySet[Organisation]:
    return queries.organisations_in_view(actor).filter(kind=kind).exclude(standing__in=GONE)


def _of_one_code(here: QuerySet[Organisation]) -> Iterator[set[int]]:
    coded = here.exclude(register_code="").order_by("register_code")
    return _several((code, key) for code, key in coded.values_list("register_code", "id"))


def _of_like_names(here: QuerySet[Organisation], kind: str) -> Iterator[set[int]]:
    """First what is there twice at all, by the index alone; of that little, what lies in reach."""
    on_side = Q(side__startswith="college:") if kind == "college" else Q(side=kind)
    names = OrganisationName.objects.filter(on_side).order_by()
    different = names.values("side", "likeness").annotate(different=Count("organisation", distinct=True))
    twice = different.filter(different__gt=1).values("likeness")
    rows = names.filter(likeness__in=twice, organisation__in=here).order_by("side", "likeness")
    return _several(((side, same), key) for side, same, key in rows.values_list("side", "likeness", "organisation_id"))


def _several(pairs: Iterator[tuple[object, int]]) -> Iterator[set[int]]:
    """Ids of one key, which stand together, where there are two and more."""
    for _, together in groupby(pairs, key=lambda pair: pair[0]):
        ids = {key for _, key in together}
        if len(ids) > 1:
            yield ids
