"""The list of declarations: one declaration for page, export and API; what insiders say is in the one for insiders."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.funding import states
from huoshui.funding.models import Declaration
from huoshui.funding.queries import clock_is, clock_of
from huoshui.funding.rules import CLOCKS, FUNDED, IMPLEMENTATION, NO_CLOCK, ORIGINS
from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.paging import Sort
from huoshui.kernel.policy import Policy
from huoshui.orgs import public as orgs
from huoshui_core.standards import load, load_codes

PATENT = load("patent")
KINDS = load_codes("patent_kind").values
TONES: dict[str, Tone] = {
    "passed": "bad",
    "unclear": "warn",
    "due_soon": "warn",
    "reasoned": "info",
    "running": "neutral",
    "implemented": "good",
}
STATE_TONES: dict[str, Tone] = {states.NOTED: "warn", states.DECLARED: "good", states.WITHDRAWN: "neutral"}


def _number(row: Declaration) -> str:
    return str(row.patent.publication_no or row.patent.application_no)


def _by_clock(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(clock_is(value, clock.today()))


FUNDING = Listing(
    name="funding",
    title="财政资助声明清单",
    columns=[
        Column("title", PATENT.field("title").label, lambda row: row.patent.title, width=48),
        Column("publication_no", PATENT.field("publication_no").label, _number, width=18),
        Column("kind", PATENT.field("kind").label, lambda row: KINDS[row.patent.kind], phone=False),
        Column("institution", "单位", lambda row: row.org_name, width=24, on_page=False),
        Column("is_funded", "财政资助", lambda row: FUNDED[row.is_funded]),
        Column(
            "state",
            "声明状态",
            lambda row: states.LABELS[row.state],
            tone=lambda row: STATE_TONES[row.state],
        ),
        Column("granted_on", "授权公告日", lambda row: row.granted_on, phone=False),
        Column(
            "clock_ends_on",
            "满五年日",
            lambda row: None if row.clock_ends_on == NO_CLOCK else row.clock_ends_on,
            sort="clock_ends_on",
        ),
        Column(
            "clock",
            "五年期限",
            lambda row: CLOCKS[clock_of(row)],
            tone=lambda row: TONES.get(clock_of(row), "neutral"),
        ),
    ],
    sorts=[Sort("clock_ends_on", "clock_ends_on"), Sort("changed", "changed_at", descending=True)],
    filters=[
        Filter("q", "名称或号码", contains("patent__title", "patent__publication_no"), kind="text"),
        Filter("is_funded", "财政资助", equals("is_funded"), choices=list(FUNDED.items())),
        Filter("state", "声明状态", equals("state"), choices=list(states.LABELS.items())),
        Filter("clock", "五年期限", _by_clock, choices=list(CLOCKS.items())),
        *orgs.institution_filters(),
    ],
    row_link=page_of("funding-patent", "patent_id"),
    empty=Empty(
        "没有符合条件的专利",
        "专利导入基础库后，每件专利在这里占一行，等待声明是否由财政资助的科研项目形成。",
        ("逐件声明，或按表格批量声明", "盘点档案里填过的，系统先带过来，声明后才算数", "满五年没有实施的，登记理由"),
    ),
)
INSIDE = replace(
    FUNDING,
    columns=[
        *FUNDING.columns,
        Column("implementation", "实施状态", lambda row: IMPLEMENTATION[row.implementation], phone=False),
        Column("projects", "项目", lambda row: row.projects, number=True),
        Column("origin", "来源", lambda row: ORIGINS[row.origin], on_page=False),
        Column("declared_on", "声明日期", lambda row: row.declared_on, on_page=False),
    ],
)


def listing_for(actor: Actor) -> Listing:
    """What an institution says of use and of its projects is read inside it."""
    return INSIDE if Policy.may(actor, "funding.read_projects") else FUNDING
