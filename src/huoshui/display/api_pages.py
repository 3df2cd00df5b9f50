"""The one shape in which the API hands out a page of a list, and what a list may be asked with."""

from collections.abc import Sequence
from typing import Any

from ninja import Schema
from pydantic import Field, create_model

from huoshui.display.filters import Filter
from huoshui.display.listing import Listing
from huoshui.kernel.paging import Page


class ListPage(Schema):
    """A list adds `rows`. `next` is the cursor of the following page, "" on the last."""

    next: str
    total: int
    total_is_capped: bool


class ListQuery(Schema):
    sort: str = Field("", description="排序，如 name；前加 - 为倒序")
    cursor: str = Field("", description="上一页给出的 next")
    size: str = Field("", description="每页行数：20、50、100、200")


def asked_of(listing: Listing) -> Any:
    """The query of a list: the filters of its page, drawn from them so that neither has one more."""
    filters: dict[str, Any] = {one.name: (str, Field("", description=_told(one))) for one in listing.filters}
    name = "".join(part.capitalize() for part in listing.name.split("-"))
    return create_model(f"{name}Query", __base__=ListQuery, **filters)


def page_out(page: Page, rows: Sequence[Any] | None = None) -> dict[str, Any]:
    """`rows` where they are shown otherwise than they are stored."""
    shown = page.rows if rows is None else rows
    return {"rows": shown, "next": page.next, "total": page.total, "total_is_capped": page.total_is_capped}


def _told(one: Filter) -> str:
    values = "、".join(f"{value} {label}" for value, label in one.choices)
    return f"{one.label}：{values}" if values else one.label
