"""People who chose a name and a password before anybody decided on them: let in inside the action that decides."""

from collections.abc import Iterable

from django.db import transaction
from django.db.utils import IntegrityError

from huoshui.accounts.models import Membership, User
from huoshui.accounts.queries import living
from huoshui.kernel import clock
from huoshui.kernel.action import within_action


def new_person(*, usernames: Iterable[str], name: str, password: str, demonstration: bool = False) -> tuple[int, str]:
    """`password` is the hash kept since the request. The first free one of `usernames` is given; answers id and it.

    Raises LookupError when none is free.
    """
    within_action()
    for username in usernames:
        try:
            with transaction.atomic():
                user = User.objects.create(
                    username=username,
                    name=name,
                    password=password,
                    password_set_at=clock.now(),
                    demonstration=demonstration,
                )
        except IntegrityError:
            continue
        return user.pk, username
    raise LookupError("no username is free")


def has_manager(organisation_id: int) -> bool:
    """Whether somebody looks after its accounts now."""
    here = Membership.objects.filter(living(), organisation_id=organisation_id, is_manager=True)
    return here.exists()
