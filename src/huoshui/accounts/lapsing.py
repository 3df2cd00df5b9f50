"""What stands on a role and falls with it: delegations given and held in it, an emergency view."""

from django.db.models import Q, QuerySet

from huoshui.accounts.models import Membership
from huoshui.accounts.rules import COLLEAGUES
from huoshui.kernel import clock

REASON = "所依据的身份已结束"


def resting_on(row: Membership) -> QuerySet[Membership]:
    """Not ended yet, and without any ground once `row` has ended. A delegation itself carries nothing."""
    if row.on_behalf_of_id is not None:
        return Membership.objects.none()
    lost = Q(pk=None)
    if row.role == "inventor":
        lost |= Q(on_behalf_of_id=row.user_id, organisation_id=row.organisation_id)
    if row.role in COLLEAGUES and not _house(row).filter(on_behalf_of=None, role__in=COLLEAGUES).exists():
        lost |= Q(pk__in=_house(row).exclude(on_behalf_of=None))
    if row.role == "agency":
        # Entrusted was somebody of that agency. Which of two is not written down: the institution says so again.
        lost |= Q(user_id=row.user_id, role="agent")
    if row.role == "system_admin":
        lost |= Q(user_id=row.user_id, role="breakglass")
    return Membership.objects.filter(lost, ended_at=None)


def _house(row: Membership) -> QuerySet[Membership]:
    """What the person holds besides in the institution with its colleges."""
    top = row.organisation.parent_id or row.organisation_id
    here = Q(organisation_id=top) | Q(organisation__parent_id=top)
    return Membership.objects.filter(here, user_id=row.user_id, ended_at=None).exclude(pk=row.pk)


def given_by(user_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(on_behalf_of_id=user_id, ended_at=None)


def end_all(rows: QuerySet[Membership]) -> list[int]:
    """Answers which."""
    ids = sorted(rows.values_list("pk", flat=True))
    Membership.objects.filter(pk__in=ids).update(ended_at=clock.now(), reason=REASON)
    return ids
