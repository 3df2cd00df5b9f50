"""People for programs: the same list as the page."""

from typing import Any

from ninja import Query, Router, Schema

from huoshui.accounts import queries
from huoshui.accounts.listings import PEOPLE, state_of
from huoshui.accounts.models import Membership
from huoshui.display.api_pages import ListPage, asked_of, page_out
from huoshui.kernel.action import require
from huoshui.kernel.request import Request

router = Router(tags=["人员与账号"])
ASKED: Any = asked_of(PEOPLE)


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


class RolePage(ListPage):
    rows: list[RoleOut]


@router.get("/roles", response=RolePage, summary="人员与账号清单")
def people(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "accounts.view")
    page = PEOPLE.page(queries.memberships_in_view(request.actor), query.dict())
    return page_out(page, [_out(row) for row in page.rows])


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
