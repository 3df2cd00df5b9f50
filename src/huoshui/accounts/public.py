"""The door of accounts."""

from dataclasses import dataclass

from huoshui.accounts import granting, queries
from huoshui.accounts.actions import end_membership, open_account, set_standing
from huoshui.accounts.choosing import membership_chosen
from huoshui.accounts.closing import CLOSED_NAME, close_account, correct_person, held_on, not_gone
from huoshui.accounts.holders import Holder, holders_at, holders_concerning, roles_held
from huoshui.accounts.models import Membership, User
from huoshui.accounts.people import (
    Delegation,
    KnownPerson,
    delegations_given,
    delegations_received,
    known_people,
    may_end_delegation,
    person_at,
)
from huoshui.accounts.queries import (
    DEMONSTRATION_PASSWORD,
    InventorCard,
    MembershipCard,
    actor_of,
    demonstration_people,
    inventors_of,
    memberships_of,
)
from huoshui.accounts.registering import has_manager, new_person
from huoshui.accounts.rules import COLLEAGUES
from huoshui.kernel.actor import Actor
from huoshui.orgs import public as orgs

__all__ = [
    "CLOSED_NAME",
    "COLLEAGUES",
    "DEMONSTRATION_PASSWORD",
    "Delegation",
    "Holder",
    "InventorCard",
    "KnownPerson",
    "MembershipCard",
    "PersonCard",
    "actor_of",
    "actor_of_username",
    "close_account",
    "correct_person",
    "delegations_given",
    "delegations_received",
    "demonstration_people",
    "end_membership",
    "granting",
    "has_manager",
    "has_several_roles",
    "held_on",
    "holders_at",
    "holders_concerning",
    "inventors_of",
    "known_people",
    "looks_after_person",
    "may_end_delegation",
    "membership_chosen",
    "memberships_of",
    "new_person",
    "not_gone",
    "open_account",
    "people",
    "person_at",
    "roles_held",
    "roles_to_issue",
    "set_standing",
]


def roles_to_issue(actor: Actor, target: orgs.OrganisationCard) -> frozenset[str]:
    """Which accounts this actor may open in an organisation; empty for none."""
    return queries.roles_to_issue(actor, target)


def looks_after_person(actor: Actor, user_id: int) -> bool:
    """Whether every role of this person is the actor's to look after: who may send a new way in."""
    return queries.looks_after_person(actor, user_id)


@dataclass(frozen=True, slots=True)
class PersonCard:
    id: int
    username: str
    name: str


def people(ids: set[int]) -> dict[int, PersonCard]:
    return {row.pk: PersonCard(row.pk, row.username, row.name) for row in User.objects.filter(pk__in=ids)}


def has_several_roles(user_id: int) -> bool:
    return Membership.objects.filter(queries.living(), user_id=user_id)[:2].count() > 1


def actor_of_username(username: str, *, channel: str) -> Actor:
    """For commands and jobs that act for a named person. Raises User.DoesNotExist."""
    return actor_of(User.objects.get(username=username).pk, None, channel=channel)
