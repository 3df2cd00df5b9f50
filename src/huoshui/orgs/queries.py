"""Every read of the directory. It is public, so no reach is asked for."""

from collections.abc import Iterable

from django.db.models import QuerySet
from huoshui_core.text import organisation_key

from huoshui.kernel.reach import Reach
from huoshui.orgs.models import Organisation, OrganisationName


def organisation_ids_by_name(side: str, names: Iterable[str]) -> dict[str, int]:
    """Name as given → id, for the names that are known; never a guess."""
    keys = {name: organisation_key(name) for name in names}
    found = dict(
        OrganisationName.objects.filter(side=side, key__in=set(keys.values())).values_list("key", "organisation_id")
    )
    return {name: found[key] for name, key in keys.items() if key in found}


def organisations_within(reach: Reach, *, kind: str) -> QuerySet[Organisation]:
    """Those whose own seat lies in a reach: the institutions of a province, the colleges of a school."""
    return Organisation.objects.filter(
        kind=kind,
        seat__gte=reach.seat_lo,
        seat__lte=reach.seat_hi,
        line_seat__gte=reach.line_lo,
        line_seat__lte=reach.line_hi,
    ).order_by("seat")
