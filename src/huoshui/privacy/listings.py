"""The directory of contacts: masked on the page and in the export; in clear only where that was asked for and noted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, page_of
from huoshui.display.parts import Empty
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs
from huoshui.privacy.models import Contact
from huoshui.privacy.queries import masked

LABELS = {"name": "姓名", "phone": "电话", "email": "邮箱", "other": "其他联系方式"}


def _office(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(is_office=value == "yes")


def _columns(shown: Callable[[Contact, str], str]) -> list[Column]:
    def of(name: str, **more: Any) -> Column:
        return Column(name, LABELS[name], lambda row: shown(row, name), **more)

    return [
        Column("organisation", "单位", lambda row: row.org_name, width=28),
        Column("duty", "职务/职责", lambda row: row.duty, width=18),
        of("name"),
        of("phone", width=18),
        of("email", width=24, phone=False),
        of("other", width=18, on_page=False),
        Column("office", "公布", lambda row: "办公联系方式" if row.is_office else "", phone=False),
        Column("changed", "更新日期", lambda row: row.changed_at.date(), sort="changed", phone=False),
    ]


CONTACTS = Listing(
    name="contacts",
    title="单位联系人",
    columns=_columns(masked),
    sorts=[Sort("changed", "changed_at", descending=True)],
    filters=[
        orgs.name_filter(),
        Filter("duty", "职务/职责", contains("duty"), kind="text", placeholder="如 专利转化联系人"),
        Filter("office", "公布", _office, choices=[("yes", "办公联系方式"), ("no", "个人联系方式")]),
        *orgs.institution_filters(),
    ],
    row_link=page_of("contact"),
    empty=Empty(
        "还没有联系人",
        "各单位自己登记专利转化联系人；姓名和号码默认遮盖，每次查看都会留下记录。",
    ),
)
IN_CLEAR = replace(CONTACTS, columns=_columns(lambda row, name: str(getattr(row, name))))
