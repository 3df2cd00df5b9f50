"""Filters by institution that lists share. They travel hidden: a figure opens the list of just what it counts."""

from typing import Any

from django.db.models import QuerySet

from huoshui.display.listing import Filter
from huoshui.display.query import whole_number
from huoshui.orgs.queries import institution_ids


def institution_filters(column: str = "org_id") -> list[Filter]:
    """`org` is an id, `line` a line's number, `institution_type` a code. `column` of a row holds its institution."""

    def of_number(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{column: whole_number(value)})

    def of_line(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{column}__in": institution_ids(line=whole_number(value))})

    def of_type(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{column}__in": institution_ids(institution_type=value)})

    return [
        Filter("org", "单位", of_number, kind="hidden"),
        Filter("line", "条线", of_line, kind="hidden"),
        Filter("institution_type", "机构类型", of_type, kind="hidden"),
    ]
