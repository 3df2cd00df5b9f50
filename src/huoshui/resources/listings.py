"""The lists of the room: an institution's own, and what an export of the catalogue holds."""

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.kernel.paging import Sort
from huoshui.orgs import public as orgs
from huoshui.resources import labels, states
from huoshui.resources.models import LibraryEntry

TONES: dict[str, Tone] = {states.LISTED: "good", states.SUSPENDED: "warn", states.WITHDRAWN: "neutral"}
KINDS = list(labels.KIND.codes.values.items()) if labels.KIND.codes else []


def reason_of(row: LibraryEntry) -> str:
    return row.reason_text or states.REASONS[row.reason]


_COMMON = [
    Column("number", "公布号", lambda row: row.number, width=18),
    Column("title", labels.PATENT.field("title").label, lambda row: row.title, width=48),
    Column("kind", labels.KIND.label, lambda row: labels.code(labels.KIND, row.kind), phone=False),
    Column("institution", "单位", lambda row: row.institution, width=28, phone=False),
    Column("maturity", labels.MATURITY.label, lambda row: labels.code(labels.MATURITY, row.maturity), phone=False),
    Column("willingness", "转化方式", lambda row: labels.codes(labels.WILLINGNESS, row.willingness), width=28),
]

LIBRARY = Listing(
    name="library",
    title="转化资源库",
    columns=[
        _COMMON[1],
        _COMMON[0],
        *_COMMON[2:],
        Column(
            "status",
            "状态",
            lambda row: states.LABELS[row.status],
            tone=lambda row: TONES[row.status],
            note=reason_of,
        ),
        Column("reason", "原因", reason_of, on_page=False, width=28),
        Column("listed_on", "入库日期", lambda row: row.listed_on, sort="listed_on", phone=False),
        Column("changed", "更新日期", lambda row: row.changed_at.date(), sort="changed", phone=False),
    ],
    sorts=[Sort("changed", "changed_at", descending=True), Sort("listed_on", "listed_on")],
    filters=[
        Filter("q", "名称或号码", contains("title", "number", "application_no"), kind="text"),
        Filter("status", "状态", equals("status"), choices=list(states.LABELS.items())),
        Filter("kind", labels.KIND.label, equals("kind"), choices=KINDS),
        Filter("institution", "单位", contains("institution"), kind="text"),
        *orgs.institution_filters("institution_id"),
    ],
    row_link=page_of("library-entry"),
    empty=Empty(
        "资源库里还没有专利",
        "盘点审核通过、标注了转化意愿且权利有效的专利，会自动进入转化资源库并在公开目录展示。",
        ("完成盘点并标注可接受的转化方式", "单位审核通过", "系统自动公布，企业即可检索"),
    ),
)

CATALOGUE = Listing(
    name="catalogue",
    title="可转化专利公开目录",
    columns=[
        *_COMMON,
        Column("place", "所在地", lambda row: labels.place(row.region)),
        Column("industries", "产业领域", lambda row: "、".join(map(labels.industry_name, row.industries)), width=28),
        Column("scene", labels.SCENE.label, lambda row: row.scene, width=40),
        Column("prospects", labels.PROSPECTS.label, lambda row: row.prospects, width=40),
        Column("abstract", labels.PATENT.field("abstract").label, lambda row: row.abstract, width=60),
        Column("classes", labels.PATENT.field("classes").label, lambda row: "、".join(row.classes), width=28),
        Column(
            "legal_status", labels.LEGAL_STATUS.label, lambda row: labels.code(labels.LEGAL_STATUS, row.legal_status)
        ),
        Column("as_of", "数据日期", lambda row: row.as_of),
        Column("listed_on", "入库日期", lambda row: row.listed_on),
    ],
    sorts=[Sort("position", "position")],
)
