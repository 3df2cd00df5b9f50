"""People and memberships as written inside the action of whoever decided on them: an opening, a claim, a delegation."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from huoshui.accounts.models import Membership, User
from huoshui.kernel import clock
from huoshui.kernel.action import within_action
from huoshui.kernel.actor import Actor
from huoshui.kernel.errors import Invalid
from huoshui.orgs import public as orgs

THREE_ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})


def person(*, username: str, name: str, password: str | None = None, demonstration: bool = False) -> tuple[int, bool]:
    """The id and whether the person is new. A known username is linked, never opened twice: its password and name stay.

    Without a password nobody signs in by one until it is set, by an invitation say.
    """
    within_action()
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={
            "name": name,
            "password": make_password(password),
            "password_set_at": clock.now() if password else None,
            "demonstration": demonstration,
        },
    )
    return user.pk, is_new


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
    if role in THREE_ADMINISTRATORS and _holds_another(user_id, role):
        raise Invalid("系统、安全、审计三种管理员须由三个人分别担任", role=role)
    is_first = orgs.manages_accounts(role) and not held.exists()
    membership, _ = held.get_or_create(
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
    return membership.pk


def end(*, membership_id: int, reason: str) -> None:
    within_action()
    Membership.objects.filter(pk=membership_id, ended_at=None).update(ended_at=clock.now(), reason=reason)


def _holds_another(user_id: int, role: str) -> bool:
    others = THREE_ADMINISTRATORS - {role}
    return Membership.objects.filter(user_id=user_id, role__in=others, ended_at=None).exists()
