"""Open sessions of a person as an administrator sees and ends them: inside the action of a room above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huoshui.kernel import clock
from huoshui.kernel.action import within_action
from huoshui.signin.models import HOW, SignIn

BY_ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class OpenSession:
    opened_at: datetime
    seen_at: datetime
    how: str
    address: str
    agent: str


def open_sessions(user_id: int) -> Sequence[OpenSession]:
    """The latest first. Some may have run idle since: they end when next asked for."""
    rows = SignIn.objects.filter(user_id=user_id, ended_at=None).order_by("-seen_at")
    return [OpenSession(row.opened_at, row.seen_at, HOW.get(row.how, row.how), row.address, row.agent) for row in rows]


def end_sessions(user_id: int) -> int:
    """Out at the next request; answers how many ended."""
    within_action()
    still_open = SignIn.objects.filter(user_id=user_id, ended_at=None)
    return still_open.update(ended_at=clock.now(), ended_why=BY_ADMINISTRATOR)
