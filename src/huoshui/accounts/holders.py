"""Who holds a role where: for those who must know who may do a thing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huoshui.accounts.models import Membership
from huoshui.accounts.queries import living
from huoshui.orgs import public as orgs


@dataclass(frozen=True, slots=True)
class Holder:
    """`for_name` is the person acted for. `roles` has "manager" beside the role where it is held."""

    membership_id: int
    user_id: int
    name: str
    username: str
    role: str
    roles: frozenset[str]
    organisation: orgs.OrganisationCard
    until: datetime | None
    for_name: str
    granted_at: datetime


def holders_concerning(organisation: orgs.OrganisationCard, roles: Collection[str]) -> list[Holder]:
    """Of the organisation itself, of the one above it and of departments, which may reach it; for the node, all."""
    above = [organisation.id, *([organisation.parent_id] if organisation.parent_id else [])]
    return _holders(Q(organisation_id__in=above) | Q(organisation__kind="department"), roles)


def holders_at(organisation_id: int) -> list[Holder]:
    """Everybody with a role in one organisation."""
    return _holders(Q(organisation_id=organisation_id), None)


def roles_held(user_id: int) -> list[Holder]:
    return _holders(Q(user_id=user_id), None)


def _holders(where: Q, roles: Collection[str] | None) -> list[Holder]:
    wanted = Q() if roles is None else Q(role__in=roles) | (Q(is_manager=True) if "manager" in roles else Q())
    rows = list(
        Membership.objects.filter(living(), where)
        .filter(wanted)
        .select_related("user", "on_behalf_of")
        .order_by("organisation__seat", "role", "id")
    )
    cards = orgs.cards(row.organisation_id for row in rows)
    return [
        Holder(
            row.pk,
            row.user_id,
            row.user.name,
            row.user.username,
            row.role,
            frozenset({row.role, "manager"} if row.is_manager else {row.role}),
            cards[row.organisation_id],
            row.until,
            row.on_behalf_of.name if row.on_behalf_of else "",
            row.granted_at,
        )
        for row in rows
    ]
