"""The list of enterprises: one declaration for page, export and API."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, page_of
from huoshui.display.parts import Empty
from huoshui.enterprises.models import EnterpriseProfile
from huoshui.enterprises.rules import STANDARD
from huoshui.kernel.paging import Sort

TYPES = STANDARD.field("enterprise_types").codes
SHOWN_CLASSES = 5


def _label(name: str) -> str:
    return STANDARD.field(name).label


def _holds(name: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    return lambda rows, value: rows.filter(**{f"{name}__contains": [value]})


def _by_name(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(org_name__icontains=value)


def _by_class(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(ipc_profile__has_key=value.upper())


def types_of(row: EnterpriseProfile) -> str:
    labels = TYPES.values if TYPES else {}
    return "、".join(labels.get(code, code) for code in row.enterprise_types)


def classes_of(row: EnterpriseProfile, most: int | None = None) -> str:
    """The IPC subclasses of its own patents, most first."""
    ranked = sorted(row.ipc_profile.items(), key=lambda item: (-item[1], item[0]))
    return "、".join(f"{symbol}（{count}）" for symbol, count in ranked[:most])


ENTERPRISES = Listing(
    name="enterprises",
    title="企业画像",
    columns=[
        Column("name", _label("name"), lambda row: row.org_name, width=32),
        Column("enterprise_types", _label("enterprise_types"), types_of, width=28),
        Column("products", _label("products"), lambda row: "、".join(row.products), width=32, phone=False),
        Column(
            "ipc_profile",
            _label("ipc_profile"),
            lambda row: classes_of(row, SHOWN_CLASSES),
            width=32,
            phone=False,
        ),
        Column(
            "n_publications",
            _label("n_publications"),
            lambda row: row.n_publications,
            sort="n_publications",
            number=True,
        ),
        Column("business_scope", _label("business_scope"), lambda row: row.business_scope, width=48, on_page=False),
        Column("source", "数据来源", lambda row: row.source, phone=False),
        Column("as_of", "数据日期", lambda row: row.as_of, phone=False),
    ],
    sorts=[Sort("n_publications", "n_publications", descending=True)],
    filters=[
        Filter("q", _label("name"), _by_name, kind="text"),
        Filter(
            "enterprise_type",
            _label("enterprise_types"),
            _holds("enterprise_types"),
            choices=list(TYPES.values.items()) if TYPES else [],
        ),
        Filter("subclass", "IPC 小类", _by_class, kind="text", placeholder="如 H04W"),
    ],
    row_link=page_of("enterprise", "org_id"),
    empty=Empty(
        "没有符合条件的企业",
        "企业画像由节点运维导入，企业登录后可以自行补充。",
        ("导入辖区企业清单", "企业核对经营范围、主要产品，写明技术需求", "系统据此匹配可转化专利"),
    ),
)
