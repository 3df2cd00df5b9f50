"""The door of accounts."""

from dataclasses import dataclass

from huoshui.accounts.actions import open_account
from huoshui.accounts.models import User
from huoshui.accounts.signin import actor_for_session

__all__ = ["PersonCard", "actor_for_session", "open_account", "people"]


@dataclass(frozen=True, slots=True)
class PersonCard:
    id: int
    username: str
    name: str


def people(ids: set[int]) -> dict[int, PersonCard]:
    return {row.pk: PersonCard(row.pk, row.username, row.name) for row in User.objects.filter(pk__in=ids)}
