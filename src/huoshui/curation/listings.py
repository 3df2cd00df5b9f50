"""The queue of names: one declaration for page, export and API."""

from typing import Any

from django.db.models import QuerySet

from huoshui.curation import rules, states
from huoshui.curation.models import NameReview
from huoshui.display.filters import Filter
from huoshui.display.listing import Column, Listing, contains, equals, page_of
from huoshui.display.parts import Empty, Tone
from huoshui.kernel.paging import Sort
from huoshui_core.reference import region_by_code

TONES: dict[str, Tone] = {states.OPEN: "warn", states.SAME: "good", states.OWN: "good", states.NONE: "neutral"}
CHANCES = {"obvious": "规则可确定", "some": "有建议", "none": "没有建议"}


def place_of(row: NameReview) -> str:
    codes = dict.fromkeys((row.region // 10_000 * 10_000, row.region // 100 * 100))
    return "".join(dict.fromkeys(found.name for code in codes if code and (found := region_by_code(code)))) or "不明"


def _best(row: NameReview) -> str:
    return f"{row.best_name}（{row.best_score} 分）" if row.best_name else "没有建议"


def _why(row: NameReview) -> str:
    return "；".join(row.proposals[0]["reasons"]) if row.proposals else ""


def _by_chance(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "obvious":
        return rows.filter(best_score__gte=rules.OBVIOUS)
    return rows.filter(best_score__gt=0) if value == "some" else rows.filter(best_score=0)


NAMES = Listing(
    name="names",
    title="待复核单位名称",
    columns=[
        Column("name", "专利上的名称", lambda row: row.name, width=36, note=lambda row: "；".join(row.titles[:1])),
        Column("patents", "专利件数", lambda row: row.patents, sort="patents", number=True),
        Column("place", "所在地", place_of, phone=False),
        Column("best", "首选建议", _best, note=_why, width=36),
        Column("score", "建议得分", lambda row: row.best_score, sort="score", number=True, on_page=False),
        Column("why", "建议理由", _why, on_page=False, width=48),
        Column("titles", "专利示例", lambda row: "；".join(row.titles), on_page=False, width=48),
        Column("state", "状态", lambda row: states.LABELS[row.state], tone=lambda row: TONES[row.state]),
        Column("target", "并入单位", lambda row: row.target_name, on_page=False, width=28),
        Column("reason", "依据", lambda row: row.reason, on_page=False, width=28),
    ],
    sorts=[Sort("patents", "patents", descending=True), Sort("score", "best_score", descending=True)],
    filters=[
        Filter("q", "名称", contains("name", "best_name"), kind="text"),
        Filter("state", "状态", equals("state"), choices=list(states.LABELS.items())),
        Filter("chance", "建议", _by_chance, choices=list(CHANCES.items())),
    ],
    row_link=page_of("curation-name"),
    choose="review",
    empty=Empty(
        "没有待复核的名称",
        "导入时遇到单位目录里没有的高校、科研机构、医院，先以待核对单位收下其专利，并列在这里等人判断。",
        ("看建议和理由", "选择：就是某单位、是一家独立单位、或不作归并", "以后导入按您的决定办理，不再询问"),
    ),
)
