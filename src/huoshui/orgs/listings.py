"""Filters by institution that lists share. They travel hidden: a figure opens the list of just what it counts."""

from typing import Any

from django.db.models import QuerySet

from huoshui.display.listing import Filter
from huoshui.display.query import whole_number
from huoshui.orgs.models import INSTITUTION_TYPES
from huoshui.orgs.queries import institution_ids, organisation_name
from huoshui_core.reference import LINES


def institution_filters(column: str = "org_id") -> list[Filter]:
    """`org` is an id, `line` a line's number, `institution_type` a code. `column` of a row holds its institution."""

    def of_number(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{column: whole_number(value)})

    def of_line(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{column}__in": institution_ids(line=whole_number(value))})

    def of_type(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{column}__in": institution_ids(institution_type=value)})

    return [
        Filter("org", "单位", of_number, kind="hidden", word=_name),
        Filter("line", "条线", of_line, kind="hidden", word=_line),
        Filter("institution_type", "机构类型", of_type, kind="hidden", word=_type),
    ]


def _name(value: str) -> str:
    return organisation_name(whole_number(value)) or value


def _line(value: str) -> str:
    known = {str(one.number): one.name for one in LINES}
    return known.get(value, value)


def _type(value: str) -> str:
    return INSTITUTION_TYPES.get(value, value)
