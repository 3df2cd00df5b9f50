"""Organisations and places whose names hold a few characters: for a person who looks for one. Names are public."""

from collections.abc import Iterable
from functools import cache

from huoshui.orgs.models import Organisation, OrganisationName
from huoshui.orgs.rules import place_name, region_named
from huoshui_core.reference import all_regions
from huoshui_core.text import organisation_key

LEAST = 2  # characters


def organisations_like(side: str, fragments: Iterable[str], *, most: int = 10) -> list[Organisation]:
    """Shortest names first, so that an exact one leads. Fewer than two characters find nothing."""
    found: dict[int, None] = {}
    for fragment in fragments:
        key = organisation_key(fragment)
        if len(key) < LEAST:
            continue
        rows = OrganisationName.objects.filter(side=side, key__contains=key).values_list("organisation_id", "key")
        found |= dict.fromkeys(one for one, _ in sorted(rows[:500], key=lambda row: (len(row[1]), row[1])))
    rows_by_id = Organisation.objects.in_bulk(list(found)[:most])
    return [rows_by_id[one] for one in found if one in rows_by_id]


@cache
def _places() -> tuple[str, ...]:
    return tuple(place_name(region.code) for region in all_regions())


def places_like(fragment: str, *, most: int = 20) -> list[str]:
    """Full names: the place that is meant with what lies in it, then others that hold the characters."""
    said = "".join(fragment.split())
    if not said:
        return []
    meant = region_named(said)
    inside = [one for one in _places() if meant and one.startswith(place_name(meant))]
    others = [one for one in _places() if said in one]
    return list(dict.fromkeys([*inside, *others]))[:most]
