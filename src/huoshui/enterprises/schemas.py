"""Shapes of the API; field names are those of the `enterprise` standard."""

from datetime import date
from typing import Any

from ninja import Schema

from huoshui.display.api_pages import ListPage


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


class EnterprisePage(ListPage):
    rows: list[EnterpriseOut]


class OwnProfile(Schema):
    """`values` by the fields of the standard that the enterprise states; `version` the one that was read."""

    values: dict[str, Any]
    version: int
