"""From a signed-in person to the actor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from huoshui.accounts import rules
from huoshui.accounts.models import POSITIONS, SERVICES, Membership, User
from huoshui.kernel import clock
from huoshui.kernel.actor import VISITOR, Actor
from huoshui.kernel.errors import NotFound
from huoshui.kernel.policy import ROLES
from huoshui.orgs import public as orgs


@dataclass(frozen=True, slots=True)
class MembershipCard:
    id: int
    role: str
    role_label: str
    organisation: orgs.OrganisationCard
    is_manager: bool = False
    until: datetime | None = None
    for_user_id: int = 0
    for_name: str = ""


def living(moment: datetime | None = None) -> Q:
    """Memberships that hold now: not ended, not run out, of a person who has not left."""
    in_time = Q(until=None) | Q(until__gt=moment or clock.now())
    return Q(ended_at=None, user__is_active=True) & in_time


# `living` by hand: with models it takes a millisecond and a half, which every request of everybody pays.
_HELD = f"""
    SELECT m.id, m.role, m.is_manager, m.until, coalesce(m.on_behalf_of_id, 0), coalesce(f.name, ''),
           {", ".join(f"o.{name}" for name in orgs.OrganisationCard.__slots__)}
    FROM accounts_membership m
    JOIN accounts_user u ON u.id = m.user_id
    JOIN orgs_organisation o ON o.id = m.organisation_id
    LEFT JOIN accounts_user f ON f.id = m.on_behalf_of_id
    WHERE m.user_id = %s AND m.ended_at IS NULL AND u.is_active AND (m.until IS NULL OR m.until > %s)
    ORDER BY m.id
"""  # noqa: S608  names of a class of ours


def memberships_of(user_id: int) -> Sequence[MembershipCard]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [user_id, clock.now()])
        return [_membership_card(*row) for row in cursor.fetchall()]


def _membership_card(
    key: int, role: str, is_manager: bool, until: datetime | None, for_user_id: int, for_name: str, *organisation: Any
) -> MembershipCard:
    return MembershipCard(
        id=key,
        role=role,
        role_label=ROLES[role],
        organisation=orgs.OrganisationCard(*organisation),
        is_manager=is_manager,
        until=until,
        for_user_id=for_user_id,
        for_name=for_name,
    )


def actor_of(
    user_id: int, membership_id: int | None, *, channel: str, is_fresh: bool = True, name: str | None = None
) -> Actor:
    """The membership chosen, or the first; a person without any acts as a visitor. Who has read the `name` gives it."""
    held = memberships_of(user_id)
    chosen = next((one for one in held if one.id == membership_id), held[0] if held else None)
    if chosen is None:
        return VISITOR
    organisation = chosen.organisation
    return Actor(
        user_id=user_id,
        org_id=organisation.id,
        seat=organisation.seat,
        line_seat=organisation.line_seat,
        reach=orgs.reach_for(chosen.role, organisation),
        roles=frozenset({chosen.role, "manager"} if chosen.is_manager else {chosen.role}),
        channel=channel,
        name=User.objects.values_list("name", flat=True).get(pk=user_id) if name is None else name,
        org_name=organisation.name,
        for_user_id=chosen.for_user_id,
        audit=orgs.audit_reach_for(chosen.role, organisation),
        must_choose=len(held) > 1 and chosen.id != membership_id,
        is_fresh=is_fresh,
    )


def memberships_in_view(actor: Actor) -> QuerySet[Membership]:
    """Everybody's roles, present and past, in the organisations within reach."""
    reach = actor.reach
    return Membership.objects.select_related("user", "organisation", "on_behalf_of").filter(
        organisation__seat__gte=reach.seat_lo,
        organisation__seat__lte=reach.seat_hi,
        organisation__line_seat__gte=reach.line_lo,
        organisation__line_seat__lte=reach.line_hi,
    )


def person_in_view(actor: Actor, user_id: int) -> tuple[User, list[Membership]]:
    """With the roles held within reach; somebody without any there does not exist for this actor."""
    rows = list(memberships_in_view(actor).filter(user_id=user_id).order_by("-ended_at", "id"))
    if not rows:
        raise NotFound("没有这个人", user_id=user_id)
    return rows[0].user, rows


def roles_to_issue(actor: Actor, target: orgs.OrganisationCard) -> frozenset[str]:
    """Which accounts this actor opens there: what the table says, within their reach and the target's kind."""
    if "operator" in actor.roles:
        return orgs.roles_in(target)
    own = orgs.card(actor.org_id)
    if own is None or "manager" not in actor.roles or not actor.reach.covers(target.seat, target.line_seat):
        return frozenset()
    found = (rules.roles_to_issue(role, own, target) for role in actor.roles)
    return frozenset[str]().union(*found)


def looks_after(actor: Actor, row: Membership) -> bool:
    target = orgs.card(row.organisation_id)
    if target is None:
        return False
    agents = {"agent"} if target.id == actor.org_id and "manager" in actor.roles else frozenset()
    return row.role in roles_to_issue(actor, target) | agents


def looks_after_person(actor: Actor, user_id: int) -> bool:
    """Of every role that the person holds, none stands outside: else one unit would lock another's person out."""
    held = Membership.objects.filter(user_id=user_id, ended_at=None)
    return held.exists() and all(looks_after(actor, row) for row in held)


@dataclass(frozen=True, slots=True)
class InventorCard:
    """`college_id` is None where the inventor belongs to the institution itself. `why_not` says why somebody does not
    answer for patents: retired, or a student."""

    user_id: int
    name: str
    institution_id: int
    college_id: int | None
    why_not: str = ""

    @property
    def answers(self) -> bool:
        return not self.why_not


def inventors_of(institution_ids: Iterable[int]) -> list[InventorCard]:
    """Everybody with an inventor's account in these institutions or their colleges."""
    wanted = set(institution_ids)
    within = Q(organisation_id__in=wanted) | Q(organisation__parent_id__in=wanted)
    rows = Membership.objects.filter(living(), within, role="inventor", on_behalf_of=None).order_by("id")
    told = rows.values_list(
        "user_id", "user__name", "organisation_id", "organisation__parent_id", "service", "position"
    )
    return [
        InventorCard(user_id, name, parent or here, here if parent else None, _why_not(service, position))
        for user_id, name, here, parent, service, position in told
    ]


def _why_not(service: str, position: str) -> str:
    if service != "in_service":
        return SERVICES[service]
    return POSITIONS["student"] if position == "student" else ""


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
