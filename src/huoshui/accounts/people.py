"""Cards of people for the rooms above: who is known under a username, who works where, who acts for whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from huoshui.accounts.models import Membership, User
from huoshui.accounts.queries import living, memberships_in_view
from huoshui.kernel.actor import Actor
from huoshui.kernel.policy import ROLES


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """`roles` are those held now, by organisation and role; `is_ours`: one of them lies within the asking reach."""

    id: int
    username: str
    name: str
    is_active: bool
    has_entered: bool  # a password was set, or somebody signed in
    is_ours: bool
    roles: frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Delegation:
    """`giver` is the person acted for, or the organisation where the delegation is its own. `agency`: whose person
    an organisation has entrusted."""

    id: int
    person: str
    username: str
    giver: str
    organisation: str
    role_label: str
    until: datetime | None
    reason: str
    is_living: bool
    agency: str


def known_people(actor: Actor, usernames: Iterable[str]) -> dict[str, KnownPerson]:
    users = {row.pk: row for row in User.objects.filter(username__in=list(usernames))}
    held: dict[int, set[tuple[int, str]]] = {pk: set() for pk in users}
    rows = Membership.objects.filter(living(), user_id__in=users, on_behalf_of=None)
    for user_id, organisation_id, role in rows.values_list("user_id", "organisation_id", "role"):
        held[user_id].add((organisation_id, role))
    within = memberships_in_view(actor).filter(user_id__in=users, ended_at=None, on_behalf_of=None)
    ours = set(within.values_list("user_id", flat=True))
    return {row.username: _known(row, pk in ours, frozenset(held[pk])) for pk, row in users.items()}


def _known(row: User, is_ours: bool, roles: frozenset[tuple[int, str]]) -> KnownPerson:
    has_entered = row.password_set_at is not None or row.last_login is not None
    return KnownPerson(row.pk, row.username, row.name, row.is_active, has_entered, is_ours, roles)


def person_at(
    *, username: str, name: str, roles: Collection[str], organisation_ids: Collection[int] | None = None
) -> int | None:
    """The person of this username and name who works there now; wrong names and strangers answer alike."""
    rows = Membership.objects.filter(living(), on_behalf_of=None, role__in=roles, user__username=username)
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=organisation_ids)
    return rows.filter(user__name=name).values_list("user_id", flat=True).first()


def delegations_given(actor: Actor) -> list[Delegation]:
    """By this person; and for whoever looks after an organisation's accounts, by it and its people."""
    mine = Q(on_behalf_of_id=actor.user_id)
    if "manager" in actor.roles:
        own = Q(organisation_id=actor.org_id) | Q(organisation__parent_id=actor.org_id)
        mine |= own & (Q(role="agent") | Q(on_behalf_of__isnull=False))
    return _delegations(Membership.objects.filter(mine))


def delegations_received(actor: Actor) -> list[Delegation]:
    held = Q(user_id=actor.user_id) & (Q(role="agent") | Q(on_behalf_of__isnull=False))
    return _delegations(Membership.objects.filter(held))


def may_end_delegation(actor: Actor, membership_id: int) -> bool | None:
    """None where there is no such delegation that this actor could know of."""
    for one in (*delegations_given(actor), *delegations_received(actor)):
        if one.id == membership_id:
            return one.is_living
    return None


def _delegations(rows: QuerySet[Membership]) -> list[Delegation]:
    rows = rows.select_related("user", "organisation", "on_behalf_of").order_by("ended_at", "-id")
    now = set(rows.filter(living()).values_list("id", flat=True))
    agencies = _agencies({row.user_id for row in rows if row.role == "agent"})
    return [
        Delegation(
            row.pk,
            row.user.name,
            row.user.username,
            row.on_behalf_of.name if row.on_behalf_of else row.organisation.name,
            row.organisation.name,
            "代办" if row.on_behalf_of else ROLES[row.role],
            row.until,
            row.reason,
            row.pk in now,
            "、".join(agencies.get(row.user_id, ())) if row.role == "agent" else "",
        )
        for row in rows
    ]


def _agencies(user_ids: Collection[int]) -> dict[int, list[str]]:
    held = Membership.objects.filter(living(), user_id__in=user_ids, role="agency").order_by("id")
    found: dict[int, list[str]] = {}
    for user_id, name in held.values_list("user_id", "organisation__name"):
        found.setdefault(user_id, []).append(name)
    return found
