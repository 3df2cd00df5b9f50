"""How a patent may be offered, and what stands against each way, with the article that says so (needs: a gate that
computes instead of asking). A reason bars, or can be met with somebody's consent."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from huoshui_core.rights.kinds import LICENCES
from huoshui_core.rights.model import ENDED, STATUSES, Burden, Right
from huoshui_core.text import organisation_key

MODES: Final = {
    "assignment": "转让",
    "exclusive": "独占许可",
    "sole": "排他许可",
    "ordinary": "普通许可",
    "open": "开放许可",
    "pledge": "质押",
}
PASSED_ON: Final = "passed_on"
_LICENSING = frozenset({"exclusive", "sole", "ordinary", "open"})
_END_ARTICLES = {
    "lapsed": "专利法第四十四条；实施细则第一百一十五条",
    "expired": "专利法第四十二条",
    "abandoned": "专利法第四十四条",
    "superseded": "实施细则第四十七条",
    "invalidated": "专利法第四十七条",
    "ended": "专利法第四十四条",
    "refused": "专利法第三十九条、第四十条",
    "pending": "专利法第三十九条、第四十条",
}
_FILING = "专利实施许可合同备案办法第十二条"
_PRESERVED = "实施细则第一百零四条、第一百零五条"


@dataclass(frozen=True, slots=True)
class Reason:
    """`bars`: it cannot be offered this way now. Otherwise `remedy` says whose consent or what paper opens the way."""

    code: str
    text: str
    article: str
    bars: bool = True
    remedy: str = ""


Offers = Mapping[str, tuple[Reason, ...]]


def offers(right: Right, held_by: Container[str] | None = None) -> dict[str, tuple[Reason, ...]]:
    """Every mode with the reasons against it; () is free to offer. `held_by` are the folded names of whoever offers:
    a right that has passed to others by then is theirs to offer."""
    gone = _gone(right) or (_passed_on(right, held_by) if held_by is not None else None)
    if gone:
        return dict.fromkeys(MODES, (gone,))
    return {mode: tuple(_against(mode, right)) for mode in MODES}


def may_be_offered(against: Offers) -> bool:
    """In any way of conversion: a pledge brings the owner money, not the patent to use."""
    return any(not any(one.bars for one in reasons) for mode, reasons in against.items() if mode != "pledge")


def _gone(right: Right) -> Reason | None:
    if right.status in ENDED or right.status in {"refused", "pending"}:
        since = f"（{right.since}）" if right.since else ""
        return Reason(right.status, f"{STATUSES[right.status]}{since}", _END_ARTICLES[right.status])
    return None


def _passed_on(right: Right, held_by: Container[str]) -> Reason | None:
    if not right.is_transferred or any(organisation_key(one.name) in held_by for one in right.owners):
        return None
    whom, since = "、".join(one.name for one in right.owners), max(one.since for one in right.owners if one.since)
    return Reason(PASSED_ON, f"已转让给{whom}（{since}），本单位不再是专利权人", "专利法第十条")


def _against(mode: str, right: Right) -> list[Reason]:
    reasons = [
        *_by_preservation(mode, right),
        *_by_pledge(mode, right),
        *_by_licences(mode, right),
        *_by_fees(mode, right),
        *_by_co_owners(mode, right),
    ]
    if mode == "open" and right.kind in {"utility", "design"} and not right.has_report:
        reasons.append(
            Reason("report", "须提供专利权评价报告", "专利法第五十条", bars=False, remedy="请求作出专利权评价报告")
        )
    return reasons


def _by_preservation(mode: str, right: Right) -> list[Reason]:
    if not right.open("preservation"):
        return []
    article = {"open": "实施细则第八十六条（二）"}.get(mode, f"{_FILING}（七）" if mode in _LICENSING else _PRESERVED)
    return [Reason("preservation", "人民法院保全期间", article)]


def _by_pledge(mode: str, right: Right) -> list[Reason]:
    if not right.open("pledge"):
        return []
    if mode == "pledge":
        return [Reason("pledged", "已经质押", "专利权质押登记办法")]
    article = {"open": "实施细则第八十六条（四）"}.get(mode, "民法典第四百四十四条")
    if mode in _LICENSING and mode != "open":
        article += f"；{_FILING}（九）"
    whom = "、".join(one.party for one in right.open("pledge") if one.party)
    return [Reason("pledged", "已质押", article, bars=False, remedy=f"取得质权人{whom}同意")]


def _by_licences(mode: str, right: Right) -> list[Reason]:
    found = [reason for one in right.open("licence") if (reason := _by_licence(mode, one))]
    if right.open("open_licence") and mode in {"exclusive", "sole"}:
        found.append(Reason("open_licence", "开放许可实施期间不得给予独占或者排他许可", "专利法第五十一条"))
    return list({reason: None for reason in found})


def _by_licence(mode: str, licence: Burden) -> Reason | None:
    until = f"（至 {licence.until}）" if licence.until else ""
    text = f"{LICENCES.get(licence.licence, '许可种类未载明')}期内{until}"
    conflict = "实施细则第八十六条（一）" if mode == "open" else f"{_FILING}（十）"
    match licence.licence:
        case "exclusive" if mode in _LICENSING:
            return Reason("exclusive_licence", text, conflict)
        case "exclusive" if mode == "assignment":
            return Reason(
                "exclusive_licence", f"{text}，受让人须承受该许可", "最高人民法院技术合同纠纷司法解释第二十四条"
            )
        case "sole" if mode in _LICENSING:
            return Reason("sole_licence", text, conflict)
        case "ordinary" | "sub" | "cross" if mode in {"exclusive", "sole"}:
            return Reason("ordinary_licence", text, conflict)
        case "" if mode in {"exclusive", "sole", "open"}:
            return Reason("unknown_licence", "已有许可，种类未载明", conflict)
        case "" if mode == "ordinary":
            return Reason(
                "unknown_licence", "已有许可，种类未载明", conflict, bars=False, remedy="核对已备案的许可合同"
            )
    return None


def _by_fees(mode: str, right: Right) -> list[Reason]:
    """A fee in its grace: licences are not recorded, pledges not registered; an assignment may be. After the grace the
    right would have ended had it not been paid: nobody has told us."""
    if right.owed is None or mode == "assignment":
        return []
    if right.on > right.owed.grace_ends_on:
        text = f"第 {right.owed.year} 年度年费的补缴期已于 {right.owed.grace_ends_on} 届满，未见缴费记录"
        remedy = "核对专利登记簿副本或缴费记录"
        return [Reason("fee_unseen", text, "专利法第四十四条", bars=False, remedy=remedy)]
    article = {"open": "实施细则第八十六条（三）", "pledge": "专利权质押登记办法"}.get(mode, f"{_FILING}（六）")
    text = f"第 {right.owed.year} 年度年费应于 {right.owed.due_on} 前缴纳，未见缴纳"
    return [Reason("fee_owed", text, article)]


def _by_co_owners(mode: str, right: Right) -> list[Reason]:
    if len(right.owners) < 2 or mode == "ordinary":
        return []
    return [
        Reason(
            "co_owners",
            f"共有专利（{len(right.owners)} 方）",
            "专利法第十四条",
            bars=False,
            remedy="除另有约定外，取得全体共有人同意",
        )
    ]
