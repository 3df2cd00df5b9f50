"""Shapes of the API; field names are those of the `enterprise` standard."""

from datetime import date
from typing import Any

from ninja import Schema


class EnterpriseOut(Schema):
    """`id` is the number of the organisation. Need and contact are not in it."""

    id: int
    name: str
    business_scope: str
    products: list[str]
    enterprise_types: list[str]
    industry_codes: list[str]
    ipc_profile: dict[str, int]
    sample_titles: list[str]
    n_publications: int
    source: str
    as_of: date
    demonstration: bool


class EnterprisePage(Schema):
    rows: list[EnterpriseOut]
    next: str
    total: int
    total_is_capped: bool


class EnterpriseQuery(Schema):
    """The filters of the page; `sort` as in the page's links, `cursor` from a former answer."""

    q: str = ""
    enterprise_type: str = ""
    subclass: str = ""
    sort: str = ""
    cursor: str = ""
    size: str = ""


class OwnProfile(Schema):
    """`values` by the fields of the standard that the enterprise states; `version` the one that was read."""

    values: dict[str, Any]
    version: int
