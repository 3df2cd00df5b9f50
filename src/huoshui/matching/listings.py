"""Lists of matches as each side reads them."""

from django.urls import reverse

from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty
from huoshui.kernel.paging import Sort
from huoshui.matching.rules import in_one_line
from huoshui_core.standards import load

PATENT, MATCH = load("patent"), load("match")
EMPTY = Empty(
    "还没有匹配结果",
    "专利入库、企业画像齐备后，系统自动计算匹配并说明理由。",
    ("单位完成盘点，有转化意愿的专利进入资源库", "企业完善经营范围、产品和技术需求", "系统每次入库后重新匹配"),
)
COMMON = [
    Column("title", PATENT.field("title").label, lambda row: row.title, width=44),
    Column(
        "publication_no", PATENT.field("publication_no").label, lambda row: row.publication_no, width=18, phone=False
    ),
]
SCORED = [
    Column("score", MATCH.field("score").label, lambda row: round(row.score, 4), sort="score", number=True),
    Column("reasons", "理由", lambda row: in_one_line(row.parts), width=60, phone=False),
]


def _catalogue(row: object) -> str:
    return reverse("catalogue-entry", args=[row.publication_no])  # type: ignore[attr-defined]


CANDIDATES = Listing(
    name="candidates",
    title="匹配到的企业",
    columns=[*COMMON, Column("enterprise", "企业", lambda row: row.enterprise_name, width=30), *SCORED],
    sorts=[Sort("score", "score", descending=True), Sort("rank", "rank")],
    filters=[
        Filter("q", "专利或企业", contains("title", "publication_no", "enterprise_name"), kind="text"),
        Filter(
            "best",
            "范围",
            lambda rows, value: rows.filter(rank__lte=int(value)),
            choices=[("1", "每件专利最匹配的企业"), ("5", "每件专利前五")],
        ),
        Filter("publication_no", PATENT.field("publication_no").label, equals("publication_no"), kind="hidden"),
    ],
    row_link=page_of("match-candidate"),
    empty=EMPTY,
)

RECOMMENDATIONS = Listing(
    name="recommendations",
    title="推荐给企业的专利",
    columns=[
        *COMMON,
        Column("institution", "专利权人", lambda row: row.institution_name, width=28),
        Column("rank", MATCH.field("rank").label, lambda row: row.rank, sort="rank", number=True),
        *SCORED,
    ],
    sorts=[Sort("rank", "rank"), Sort("score", "score", descending=True)],
    filters=[Filter("q", "专利或单位", contains("title", "publication_no", "institution_name"), kind="text")],
    row_link=_catalogue,
    empty=EMPTY,
)
