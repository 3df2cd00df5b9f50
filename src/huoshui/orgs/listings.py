"""The list of organisations, and filters by institution that other lists share.

Those travel hidden: a figure opens the list of just what it counts.
"""

from typing import Any

from django.db.models import Q, QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.display.query import whole_number
from huoshui.kernel.errors import Invalid
from huoshui.kernel.paging import Sort
from huoshui.kernel.reach import region_span
from huoshui.orgs.models import INSTITUTION_TYPES, KINDS, STANDINGS, Organisation, OrganisationName
from huoshui.orgs.queries import institution_ids, organisation_name
from huoshui.orgs.rules import place_name, region_named
from huoshui_core.reference import LINES
from huoshui_core.text import organisation_key

LINE_NAMES = {one.number: one.name for one in LINES}
TONES: dict[str, Tone] = {"confirmed": "good", "unconfirmed": "warn"}


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


def name_filter() -> Filter:
    """Of a list with `org_id`: by part of any name of the organisation, former ones too. The names are looked through
    once, not row by row."""

    def apply(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        return rows.filter(org_id__in=_named(text))

    return Filter("q", "单位", apply, kind="text", placeholder="现用名、曾用名或别名")


def _named(text: str) -> QuerySet[Any]:
    key = organisation_key(text)
    found = OrganisationName.objects.filter(key__contains=key) if key else OrganisationName.objects.none()
    return found.values("organisation_id")


def _by_text(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Any of its names, former ones too, or its credit code."""
    return rows.filter(Q(pk__in=_named(value)) | Q(uscc=value.upper()))


def _in_region(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    region = region_named(value)
    if region is None:
        raise Invalid(f"没有这个行政区划：{value}", field="region")
    low, high = region_span(region)
    return rows.filter(seat__gte=low, seat__lte=high)


def _of_line(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(line=whole_number(value))


def _of_parent(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(parent_id=whole_number(value))


def _note(row: Organisation) -> str:
    above = [row.parent.name] if row.parent else []
    return " · ".join([*above, *(["示例数据"] if row.demonstration else [])])


def _name(value: str) -> str:
    return organisation_name(whole_number(value)) or value


def _line(value: str) -> str:
    known = {str(one.number): one.name for one in LINES}
    return known.get(value, value)


def _type(value: str) -> str:
    return INSTITUTION_TYPES.get(value, value)


ORGANISATIONS = Listing(
    name="organisations",
    title="单位目录",
    columns=[
        Column("name", "单位名称", lambda row: row.name, sort="name", note=_note, width=36),
        Column("kind", "类别", lambda row: row.get_kind_display()),
        Column("institution_type", "机构类型", lambda row: INSTITUTION_TYPES[row.institution_type], phone=False),
        Column("region", "行政区划", lambda row: place_name(row.region), sort="place", width=28),
        Column("line", "条线", lambda row: LINE_NAMES.get(row.line, ""), phone=False),
        Column("uscc", "统一社会信用代码", lambda row: row.uscc, width=24, on_page=False),
        Column("register_code", "主管部门标识码", lambda row: row.register_code, on_page=False),
        Column(
            "standing",
            "核对状态",
            lambda row: STANDINGS[row.standing],
            tone=lambda row: TONES.get(row.standing, "neutral"),
        ),
    ],
    sorts=[Sort("place", "seat"), Sort("name", "name")],
    filters=[
        Filter("q", "名称或代码", _by_text, kind="text", placeholder="现用名、曾用名、别名或信用代码"),
        Filter("kind", "类别", equals("kind"), choices=list(KINDS.items())),
        Filter(
            "institution_type",
            "机构类型",
            equals("institution_type"),
            choices=[(code, label) for code, label in INSTITUTION_TYPES.items() if code],
        ),
        Filter("region", "行政区划", _in_region, kind="text", placeholder="如 湖南省长沙市 或 430100"),
        Filter("line", "条线", _of_line, choices=[(str(number), name) for number, name in LINE_NAMES.items()]),
        Filter("standing", "核对状态", equals("standing"), choices=list(STANDINGS.items())),
        Filter("parent", "所属单位", _of_parent, kind="hidden", word=_name),
    ],
    row_link=page_of("organisation"),
    empty=Empty("没有符合条件的单位", "去掉一些条件，或者按曾用名、别名再找一次。已并入其他单位的不列在这里。"),
)
