"""The list of dossiers: one declaration for page, export and API."""

from django.http import QueryDict

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.inventory import states
from huoshui.inventory.models import Dossier
from huoshui.inventory.scope_rules import BATCHES
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs
from huoshui_core.standards import load

PATENT = load("patent")
TONES: dict[str, Tone] = {
    states.ACCEPTED: "good",
    states.COLLEGE_RETURNED: "bad",
    states.SCHOOL_RETURNED: "bad",
    states.COLLEGE_REVIEW: "info",
    states.SCHOOL_REVIEW: "info",
    states.DRAFT: "warn",
}
STAGES = {"to_fill": states.EDITABLE, "in_review": states.IN_REVIEW}


def _kind(row: Dossier) -> str:
    codes = PATENT.field("kind").codes
    return codes.label(row.patent.kind) if codes else row.patent.kind


def _batch(row: Dossier) -> str:
    return f"滚动（{row.rolled_on:%Y-%m-%d}）" if row.rolled_on else BATCHES[row.batch]


def first_things_first(params: QueryDict) -> QueryDict:
    """What waits to be filled is ordered by what comes first, unless somebody asks otherwise."""
    if params.get("sort") or not (params.get("state") == states.UNOPENED or params.get("stage") == "to_fill"):
        return params
    ordered = params.copy()
    ordered["sort"] = "-first"
    return ordered


DOSSIERS = Listing(
    name="dossiers",
    title="盘点清单",
    columns=[
        Column("title", PATENT.field("title").label, lambda row: row.patent.title, width=48),
        Column("publication_no", PATENT.field("publication_no").label, lambda row: row.patent.publication_no, width=18),
        Column(
            "priority",
            "优先",
            lambda row: "优先" if row.priority else "",
            tone=lambda row: "warn",
            note=lambda row: row.priority_reason,
            sort="first",
            width=10,
        ),
        Column("kind", PATENT.field("kind").label, _kind, phone=False),
        Column("institution", "单位", lambda row: row.org_name, width=24, phone=False),
        Column("responsible", "责任人", lambda row: row.responsible_name, note=lambda row: row.responsible_note or ""),
        Column(
            "state",
            "盘点状态",
            lambda row: states.LABELS[row.state],
            sort="state",
            tone=lambda row: TONES.get(row.state, "neutral"),
        ),
        Column("batch", "批次", _batch, on_page=False),
        Column("changed", "更新日期", lambda row: row.changed_at.date(), sort="changed", phone=False),
    ],
    sorts=[Sort("changed", "changed_at", descending=True), Sort("state", "state"), Sort("first", "first")],
    filters=[
        Filter("q", "名称或号码", contains("patent__title", "patent__publication_no"), kind="text"),
        Filter("state", "盘点状态", equals("state"), choices=list(states.LABELS.items())),
        Filter(
            "stage",
            "阶段",
            lambda rows, value: rows.filter(state__in=STAGES[value]),
            choices=[("to_fill", "待填写"), ("in_review", "审核中")],
        ),
        Filter(
            "willing",
            "转化意愿",
            lambda rows, value: rows.filter(willing=value == "1"),
            choices=[("1", "有"), ("0", "无")],
        ),
        Filter(
            "priority",
            "优先",
            lambda rows, value: rows.filter(priority=value == "1"),
            choices=[("1", "优先"), ("0", "其他")],
        ),
        Filter("batch", "批次", equals("batch"), choices=[("stock", "存量"), ("rolling", "滚动（后来授权）")]),
        Filter("responsible", "责任人", contains("responsible_name"), kind="text"),
        *orgs.institution_filters(),
    ],
    row_link=page_of("dossier"),
    choose="dossier",
    empty=Empty(
        "没有符合条件的档案",
        "专利导入基础库后，系统会为每件专利自动建立一份预填好的盘点档案。",
        ("由单位管理员在“专利基础库”导入专利", "发明人或院系确认建议内容并提交", "单位审核通过即入库"),
    ),
)
