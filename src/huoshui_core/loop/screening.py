"""Which patents are candidates for the resource library (转化资源库), and why. Nothing here decides for the owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from huoshui_core.reference.validity import expires_on

Right = Literal["granted", "unknown", "pending", "ended"]

RIGHT_LABELS: dict[Right, str] = {
    "granted": "已授权",
    "unknown": "授权情况不明",
    "pending": "未授权申请",
    "ended": "已终止",
}
KINDS = {"invention": "发明", "utility": "实用新型", "design": "外观设计"}

_SAYS_GRANTED = frozenset({"in_force", "licensed", "pledged"})
_SAYS_ENDED = frozenset({"ended", "refused"})
_STABILITY = "入库前建议做专利权稳定性分析"
_CAUTIONS = {
    "licensed": "已有许可：先核对是否独占或排他",
    "pledged": "正在质押：转让、许可须经质权人同意",
    "assigned": "曾有转移：先核对现权利人",
}


@dataclass(frozen=True, slots=True)
class Screening:
    """`priority` 1 to 3 for candidates, inventions first (national plan 二(一)1), 4 for a patent to be clarified."""

    right: Right
    is_candidate: bool
    priority: int
    reason: str
    cautions: tuple[str, ...]


def screen(values: Mapping[str, Any], *, place: int, today: date) -> Screening:
    """`place`: where among the applicants the institution stands, 0 the first."""
    right = right_of(values, today)
    cautions = tuple(_cautions(values, place))
    kind = values["kind"] or ""
    if right == "ended":
        return Screening(right, False, 9, _why_ended(values), cautions)
    if right == "pending":
        return Screening(right, False, 8, "尚未授权，授权后纳入盘点和筛选", cautions)
    if right == "unknown" or not kind:
        return Screening(right, False, 4, "没有公布阶段和法律状态，补齐后再筛选", cautions)
    known = "法律状态有效" if values["legal_status"] else "法律状态未提供，以专利登记簿为准"
    advice = "优先盘点" if kind == "invention" else _STABILITY
    priority = list(KINDS).index(kind) + 1
    return Screening(right, True, priority, f"已授权{KINDS[kind]}，{known}；{advice}", cautions)


def right_of(values: Mapping[str, Any], today: date) -> Right:
    """A stated legal status goes before what the kind of document tells: exports often carry the first publication.

    Whatever the stage, nothing outlives the longest term from its filing date.
    """
    status, stage = values["legal_status"] or "", values["stage"] or ""
    expiry = _expiry(values)
    if status in _SAYS_ENDED or (expiry is not None and expiry <= today):
        return "ended"
    if status == "pending":
        return "pending"
    if stage == "granted" or status in _SAYS_GRANTED:
        return "granted"
    return "pending" if stage == "published" else "unknown"


def _expiry(values: Mapping[str, Any]) -> date | None:
    return expires_on(values["kind"], "granted", values["filing_date"]) if values["kind"] else None


def _why_ended(values: Mapping[str, Any]) -> str:
    if values["legal_status"] in _SAYS_ENDED:
        return "法律状态为失效或未授权终结，不入库、不推送"
    return f"自申请日起的最长保护期已于 {_expiry(values)} 届满，不入库、不推送"


def _cautions(values: Mapping[str, Any], place: int) -> list[str]:
    found = [_CAUTIONS[values["legal_status"]]] if values["legal_status"] in _CAUTIONS else []
    if len(values["applicants"] or ()) > 1:
        found.append("共有专利：转化方式须与共有人商定")
    if place > 0:
        found.append("本单位不是第一权利人：先商定由谁盘点")
    return found
