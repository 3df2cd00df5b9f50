"""The indicators: each defined once, with its formula and source; page, chart, export and API draw from here."""

from collections.abc import Callable
from dataclasses import dataclass

PLAN = "国知发运字〔2024〕5号"
BEHIND_BELOW = 30.0  # per cent; the national plan's first mark for ordinary institutions


@dataclass(frozen=True, slots=True)
class Standing:
    """One institution as it stands now."""

    org_id: int
    name: str
    institution_type: str
    region: int
    line: int
    total: int
    by_state: dict[str, int]
    offered: int
    listed: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """`opens` are the parameters of the list that shows what the figure counts."""

    name: str
    label: str
    unit: str
    formula: str
    source: str
    value: Callable[[Standing], float]
    opens: str  # "dossiers?state=accepted", "" where a rate counts nothing of its own


def rate(part: float, whole: float) -> float:
    """Per cent to one decimal; nothing to inventory is 0, not an error."""
    return round(part * 100 / whole, 1) if whole else 0.0


INDICATORS = (
    Indicator(
        "total",
        "应盘点",
        "件",
        "建有盘点档案的专利件数：入库时已授权且有效的，每件一份",
        f"{PLAN} 二(一)1",
        lambda one: one.total,
        "dossiers",
    ),
    Indicator(
        "accepted",
        "已盘点",
        "件",
        "单位审核通过的盘点档案件数",
        f"{PLAN} 二(一)1",
        lambda one: one.by_state["accepted"],
        "dossiers?state=accepted",
    ),
    Indicator(
        "accepted_rate",
        "盘点率",
        "%",
        "已盘点 ÷ 应盘点",
        f"{PLAN} 二(一)3",
        lambda one: rate(one.by_state["accepted"], one.total),
        "",
    ),
    Indicator(
        "in_review",
        "审核中",
        "件",
        "待院系审核与待单位审核的档案件数",
        "本系统",
        lambda one: one.by_state["college_review"] + one.by_state["school_review"],
        "dossiers?stage=in_review",
    ),
    Indicator(
        "unopened",
        "未建档",
        "件",
        "尚无人填写的档案件数",
        "本系统",
        lambda one: one.by_state["unopened"],
        "dossiers?state=unopened",
    ),
    Indicator(
        "offered",
        "有转化意愿",
        "件",
        "已盘点且至少标注一种转化方式的件数",
        f"{PLAN} 二(一)1",
        lambda one: one.offered,
        "dossiers?state=accepted&willing=1",
    ),
    Indicator(
        "listed",
        "在库",
        "件",
        "转化资源库中公开展示的件数",
        f"{PLAN} 二(二)1",
        lambda one: one.listed,
        "library?status=listed",
    ),
)
BY_NAME = {one.name: one for one in INDICATORS}
