"""People and memberships as written inside the action of whoever decided on them: an opening, a claim, a delegation."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from huoshui.accounts import lapsing
from huoshui.accounts.events import StandingChanged
from huoshui.accounts.models import Membership, User
from huoshui.accounts.queries import DEMONSTRATION_PASSWORD
from huoshui.kernel import clock
from huoshui.kernel.action import within_action
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid, WrongState
from huoshui.kernel.outbox import emit
from huoshui.kernel.policy import ADMINISTRATORS
from huoshui.orgs import public as orgs

_waiting: ContextVar[list[int] | None] = ContextVar("waiting", default=None)


def person(*, username: str, name: str, password: str | None = None, demonstration: bool = False) -> tuple[int, bool]:
    """The id and whether the person is new. A known username is linked, never opened twice: its password and name stay.

    Without a password nobody signs in by one until it is set, by an invitation say.
    """
    within_action()
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={
            "name": name,
            "password": _hashed(password),
            "password_set_at": clock.now() if password else None,
            "demonstration": demonstration,
        },
    )
    return user.pk, is_new


def _hashed(password: str | None) -> str:
    return _demonstration_hash() if password == DEMONSTRATION_PASSWORD else make_password(password)


@cache
def _demonstration_hash() -> str:
    """Of the word that is printed on the sign-in page: worked out once, not for each of a hundred and sixty people."""
    return make_password(DEMONSTRATION_PASSWORD)


def grant(
    actor: Actor,
    *,
    user_id: int,
    organisation_id: int,
    role: str,
    until: datetime | None = None,
    on_behalf_of_id: int | None = None,
    position: str = "",
    reason: str = "",
) -> int:
    """Answers the membership, the one that holds already if there is one.

    The first of an organisation in a role that may look after accounts does so. Raises Invalid when one person would
    become two of the three administrators.
    """
    within_action()
    held = Membership.objects.filter(organisation_id=organisation_id, role=role, ended_at=None)
    if role in ADMINISTRATORS and _holds_another(user_id, role):
        raise Invalid("系统、安全、审计三种管理员须由三个人分别担任", role=role)
    is_first = orgs.manages_accounts(role) and not held.exists()
    _end_former(held.filter(user_id=user_id, on_behalf_of_id=on_behalf_of_id), until)
    membership, is_new = held.get_or_create(
        user_id=user_id,
        on_behalf_of_id=on_behalf_of_id,
        defaults={
            "organisation_id": organisation_id,
            "role": role,
            "is_manager": is_first,
            "granted_by": actor.user_id,
            "until": until,
            "position": position,
            "reason": reason,
        },
    )
    if is_new:
        _announce([membership.pk])
    return membership.pk


def _end_former(rows: QuerySet[Membership], until: datetime | None) -> None:
    """What has run out, and what another time replaces."""
    for row in rows.exclude(until=None):
        if until is not None or (row.until and row.until <= clock.now()):
            row.ended_at = min(row.until or clock.now(), clock.now())
            row.save(update_fields=["ended_at"])


def end(*, membership_id: int, reason: str) -> list[int]:
    """Out at the next request. Answers the delegations that ended with it. Raises WrongState where nobody would be left
    to look after the accounts."""
    within_action()
    row = Membership.objects.select_related("organisation").filter(pk=membership_id, ended_at=None).first()
    if row is None:
        return []
    _keep_a_manager(row)
    Membership.objects.filter(pk=row.pk).update(ended_at=clock.now(), reason=reason)
    fallen = lapsing.end_all(lapsing.resting_on(row))
    _announce([row.pk])
    return fallen


def set_manager(*, membership_id: int, is_manager: bool) -> None:
    """Raises WrongState for the last one."""
    within_action()
    row = Membership.objects.get(pk=membership_id)
    if not is_manager:
        _keep_a_manager(row)
    Membership.objects.filter(pk=row.pk).update(is_manager=is_manager)


def set_standing(*, membership_id: int, position: str, service: str) -> list[int]:
    """Who leaves the unit loses the role with it, see `end`; who retires or studies keeps it and answers for no
    patent."""
    within_action()
    Membership.objects.filter(pk=membership_id).update(position=position, service=service)
    if service == "left":
        return end(membership_id=membership_id, reason="离开单位")
    _announce([membership_id])
    return []


def set_active(*, user_id: int, is_active: bool) -> list[int]:
    """Answers the delegations that ended with the account: opening it again does not bring them back."""
    within_action()
    rows = list(Membership.objects.filter(user_id=user_id, ended_at=None))
    for row in () if is_active else rows:
        _keep_a_manager(row)
    User.objects.filter(pk=user_id).update(is_active=is_active)
    fallen = [] if is_active else lapsing.end_all(lapsing.given_by(user_id))
    _announce([row.pk for row in rows])
    return fallen


@contextmanager
def told_at_once() -> Iterator[None]:
    """Around many grants: the rooms above hear once of all of them."""
    held: list[int] = []
    token = _waiting.set(held)
    try:
        yield
    finally:
        _waiting.reset(token)
    _announce(held)


def _announce(membership_ids: Sequence[int]) -> None:
    """Which inventors came, changed or went, institution by institution."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting += membership_ids
        return
    rows = Membership.objects.filter(pk__in=membership_ids, role="inventor", on_behalf_of=None)
    found: dict[int, list[int]] = {}
    for row in rows.select_related("organisation").order_by("id"):
        found.setdefault(row.organisation.parent_id or row.organisation_id, []).append(row.user_id)
    for institution_id, user_ids in found.items():
        emit(StandingChanged(institution_id, user_ids))


def _keep_a_manager(row: Membership) -> None:
    if not row.is_manager:
        return
    # Two who go at the same moment wait for each other here.
    held = Membership.objects.select_for_update().filter(organisation_id=row.organisation_id, is_manager=True)
    others = [one.pk for one in held.filter(ended_at=None, until=None, user__is_active=True) if one.pk != row.pk]
    if not others:
        raise WrongState("这是本单位最后一名账号管理员，请先指定另一名账号管理员")


def _holds_another(user_id: int, role: str) -> bool:
    others = ADMINISTRATORS - {role}
    return Membership.objects.filter(user_id=user_id, role__in=others, ended_at=None).exists()
