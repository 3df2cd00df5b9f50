"""From a signed-in person to the actor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from huoshui.accounts.models import Membership, User
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.policy import ROLES
from huoshui.orgs import public as orgs


@dataclass(frozen=True, slots=True)
class MembershipCard:
    id: int
    role: str
    role_label: str
    organisation: orgs.OrganisationCard


def memberships_of(user_id: int) -> Sequence[MembershipCard]:
    rows = list(Membership.objects.filter(user_id=user_id, user__is_active=True).order_by("id"))
    organisations = orgs.cards(row.organisation_id for row in rows)
    return [MembershipCard(row.pk, row.role, ROLES[row.role], organisations[row.organisation_id]) for row in rows]


def actor_of(user: User, membership_id: int | None, *, channel: str) -> Actor:
    """The membership chosen, or the first; a person without any acts as a visitor."""
    held = memberships_of(user.pk)
    chosen = next((one for one in held if one.id == membership_id), held[0] if held else None)
    if chosen is None:
        return VISITOR
    organisation = chosen.organisation
    return Actor(
        user_id=user.pk,
        org_id=organisation.id,
        seat=organisation.seat,
        line_seat=organisation.line_seat,
        reach=orgs.reach_for(chosen.role, organisation),
        roles=frozenset({chosen.role}),
        channel=channel,
        name=user.name,
        org_name=organisation.name,
    )


@dataclass(frozen=True, slots=True)
class InventorCard:
    """`college_id` is None where the inventor belongs to the institution itself."""

    user_id: int
    name: str
    institution_id: int
    college_id: int | None


def inventors_of(institution_ids: Iterable[int]) -> list[InventorCard]:
    """Everybody with an inventor's account in these institutions or their colleges."""
    wanted = set(institution_ids)
    here = Q(organisation_id__in=wanted) | Q(organisation__parent_id__in=wanted)
    rows = Membership.objects.filter(here, role="inventor", user__is_active=True).order_by("id")
    rows = rows.select_related("user", "organisation")
    return [
        InventorCard(
            row.user_id,
            row.user.name,
            row.organisation.parent_id or row.organisation_id,
            row.organisation_id if row.organisation.parent_id else None,
        )
        for row in rows
    ]


DEMONSTRATION_PASSWORD = "huoshui-demo"  # noqa: S105  invented people only; printed on the sign-in page


def demonstration_people() -> list[dict[str, str]]:
    """One sign-in of each role of the invented region; empty on a real node."""
    rows = Membership.objects.filter(user__demonstration=True).select_related("user", "organisation").order_by("id")
    first: dict[str, dict[str, str]] = {}
    for row in rows:
        first.setdefault(
            row.role,
            {
                "person": row.user.name,
                "organisation": row.organisation.name,
                "role": ROLES[row.role],
                "name": row.user.username,
                "password": DEMONSTRATION_PASSWORD,
            },
        )
    return list(first.values())
