"""People for programs: the same list as the page."""

from typing import Any

from ninja import Router, Schema

from huoshui.accounts import queries
from huoshui.accounts.listings import PEOPLE, state_of
from huoshui.accounts.models import Membership
from huoshui.kernel.action import require
from huoshui.kernel.request import Request

router = Router(tags=["人员与账号"])


class RoleOut(Schema):
    """One role of one person. Contacts are the room of personal information's."""

    user_id: int
    username: str
    name: str
    organisation_id: int
    organisation: str
    role: str
    is_manager: bool
    position: str
    service: str
    until: str | None
    state: str


class RolePage(Schema):
    rows: list[RoleOut]
    next: str
    total: int
    total_is_capped: bool


@router.get("/roles", response=RolePage, summary="人员与账号清单")
def people(
    request: Request, q: str = "", organisation: str = "", role: str = "", state: str = "", cursor: str = ""
) -> dict[str, Any]:
    require(request.actor, "accounts.view")
    params = {"q": q, "organisation": organisation, "role": role, "state": state, "cursor": cursor}
    page = PEOPLE.page(queries.memberships_in_view(request.actor), params)
    rows = [_out(row) for row in page.rows]
    return {"rows": rows, "next": page.next, "total": page.total, "total_is_capped": page.total_is_capped}


def _out(row: Membership) -> RoleOut:
    return RoleOut(
        user_id=row.user_id,
        username=row.user.username,
        name=row.user.name,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        role=row.role,
        is_manager=row.is_manager,
        position=row.position,
        service=row.service,
        until=row.until.isoformat() if row.until else None,
        state=state_of(row),
    )
