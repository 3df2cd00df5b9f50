"""The door of the directory: frozen cards over ids."""

from collections.abc import Iterable
from dataclasses import dataclass

from huoshui.kernel.reach import Reach
from huoshui.orgs import queries, rules
from huoshui.orgs.actions import NewOrganisation, open_organisations
from huoshui.orgs.models import Organisation

__all__ = [
    "NewOrganisation",
    "OrganisationCard",
    "card",
    "cards",
    "ids_by_name",
    "open_organisations",
    "reach_for",
    "within",
]


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    id: int
    name: str
    kind: str
    institution_type: str
    region: int
    line: int
    seat: int
    line_seat: int
    standing: str
    two_step_review: bool
    parent_id: int | None
    demonstration: bool


def cards(ids: Iterable[int]) -> dict[int, OrganisationCard]:
    return {row.pk: _card(row) for row in Organisation.objects.filter(pk__in=set(ids))}


def card(organisation_id: int) -> OrganisationCard | None:
    return cards([organisation_id]).get(organisation_id)


def ids_by_name(side: str, names: Iterable[str]) -> dict[str, int]:
    return queries.organisation_ids_by_name(side, names)


def within(reach: Reach, *, kind: str) -> list[OrganisationCard]:
    """In the order of seats, so by territory."""
    return [_card(row) for row in queries.organisations_within(reach, kind=kind)]


def reach_for(role: str, organisation: OrganisationCard) -> Reach:
    return rules.reach_for(role, seat=organisation.seat, region=organisation.region, line=organisation.line)


def _card(row: Organisation) -> OrganisationCard:
    return OrganisationCard(
        id=row.pk,
        **{name: getattr(row, name) for name in OrganisationCard.__slots__ if name != "id"},
    )
