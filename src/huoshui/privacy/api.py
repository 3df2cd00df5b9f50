"""The directory of contacts for programs: the same masked list as the page. Nothing is revealed here."""

from dataclasses import asdict
from typing import Any

from ninja import Query, Router

from huoshui.display.api_pages import asked_of, page_out
from huoshui.kernel.action import require
from huoshui.kernel.request import Request
from huoshui.privacy import queries, schemas
from huoshui.privacy.listings import CONTACTS
from huoshui.privacy.models import Contact

router = Router(tags=["个人信息"])
ASKED: Any = asked_of(CONTACTS)


@router.get("/contacts", response=schemas.ContactPage, summary="单位联系人（遮盖）")
def contacts(request: Request, query: Query[ASKED]) -> dict[str, Any]:
    require(request.actor, "privacy.view_contacts")
    page = CONTACTS.page(queries.contacts_in_view(request.actor), query.dict())
    return page_out(page, [_out(row) for row in page.rows])


def _out(row: Contact) -> dict[str, Any]:
    return asdict(queries.card(row)) | {"organisation_id": row.org_id, "organisation": row.org_name}
