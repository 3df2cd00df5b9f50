"""Which entries of the directory may be one organisation. A proposal only: people decide."""

import re
from collections import defaultdict
from collections.abc import Iterable

from huoshui.kernel.actor import Actor
from huoshui.orgs import queries
from huoshui.orgs.models import GONE, Organisation, OrganisationName
from huoshui_core.text import organisation_key

_BRACKETED = re.compile(r"\([^)]*\)")
_FORMS = re.compile(r"(股份|有限|责任|集团|总|公司)+$")
_PLACES = re.compile("[省市]")
MOST = 200  # proposals on one page


def likeness_key(name: str) -> str:
    """What is left without brackets, legal form, 省 and 市: 「湖南省农科院（本部）」 is like 「湖南农科院」."""
    key = organisation_key(name)
    return _FORMS.sub("", _PLACES.sub("", _BRACKETED.sub("", key))) or key


def proposals(actor: Actor, kind: str) -> list[list[Organisation]]:
    """Groups of two and more in reach with like names or the same register code; colleges only within their school."""
    here = queries.organisations_in_view(actor).filter(kind=kind).exclude(standing__in=GONE)
    names = OrganisationName.objects.filter(organisation__in=here).values_list("side", "name", "organisation_id")
    alike: dict[tuple[str, str], set[int]] = defaultdict(set)
    for side, name, organisation_id in names.iterator(chunk_size=5_000):
        alike[side, likeness_key(name)].add(organisation_id)
    codes = here.exclude(register_code="").values_list("register_code", "id")
    for code, organisation_id in codes.iterator(chunk_size=5_000):
        alike["register_code", code].add(organisation_id)
    return _rows(group for group in alike.values() if len(group) > 1)


def like(actor: Actor, row: Organisation) -> list[Organisation]:
    """Those that may be the same as this one."""
    found = {one.pk: one for group in proposals(actor, row.kind) if row in group for one in group}
    found.pop(row.pk, None)
    return list(found.values())


def _rows(groups: Iterable[set[int]]) -> list[list[Organisation]]:
    chosen = [sorted(ids) for ids, _ in zip({frozenset(one) for one in groups}, range(MOST), strict=False)]
    rows = Organisation.objects.select_related("parent").in_bulk({one for ids in chosen for one in ids})
    return sorted(([rows[one] for one in ids] for ids in chosen), key=lambda group: group[0].seat)
