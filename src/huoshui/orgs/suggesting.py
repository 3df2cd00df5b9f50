"""Organisations whose names hold a few characters: for a person who looks for one. Names are public."""

from collections.abc import Iterable

from huoshui.orgs.models import Organisation, OrganisationName
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
