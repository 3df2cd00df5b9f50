"""What can happen to a patent, with the codes under which the gazette announces it (实施细则 §107).

The codes come from second-hand lists of the gazette; the kinds are ours and are what the rules ask for.
"""

from typing import Final

LABELS: Final = {
    "published": "公布",
    "examined": "实质审查的生效",
    "withdrawn": "申请撤回或视为撤回",
    "rejected": "申请驳回",
    "granted": "授权",
    "lapsed": "未缴年费终止",
    "expired": "期限届满终止",
    "abandoned": "主动放弃",
    "superseded": "因同日发明授权而放弃（避免重复授权）",
    "invalidated": "全部无效",
    "limited": "部分无效",
    "restored": "权利恢复",
    "transferred": "权利转移",
    "applied_transferred": "申请权转移",
    "renamed": "权利人名称变更",
    "moved": "权利人地址变更",
    "shared": "份额约定",
    "licensed": "许可备案生效",
    "licence_changed": "许可备案变更",
    "licence_ended": "许可备案注销",
    "open_declared": "开放许可声明",
    "open_withdrawn": "开放许可撤回",
    "pledged": "质押登记生效",
    "pledge_changed": "质押登记变更",
    "pledge_ended": "质押登记注销",
    "preserved": "保全",
    "preservation_ended": "保全解除",
    "extended": "期限补偿",
    "reported": "作出评价报告",
    "fee_paid": "缴纳年费",
    "fee_owed": "应缴年费未缴",
    "other": "其他事务",
}

CODES: Final = {
    "PB01": "published",
    "SE01": "examined",
    "WW01": "withdrawn",
    "WD01": "withdrawn",
    "AD01": "withdrawn",
    "RJ01": "rejected",
    "GR01": "granted",
    "GR02": "granted",
    "CF01": "lapsed",
    "CX01": "expired",
    "AV01": "abandoned",
    "IW01": "invalidated",
    "IP01": "limited",
    "RR01": "restored",
    "TR01": "transferred",
    "TA01": "applied_transferred",
    "CP01": "renamed",
    "CP02": "moved",
    "CP03": "renamed",
    "EE01": "licensed",
    "EM01": "licence_changed",
    "EC01": "licence_ended",
    "OL01": "open_declared",
    "OL02": "open_withdrawn",
    "PE01": "pledged",
    "PM01": "pledge_changed",
    "PC01": "pledge_ended",
    "PP01": "preserved",
    "PD01": "preservation_ended",
}

# Of one day, what ends comes after what begins, and a restoration after the lapse it undoes.
ORDER: Final = {kind: place for place, kind in enumerate(LABELS)}
NEEDS_A_GRANT: Final = frozenset(
    {
        "lapsed",
        "expired",
        "abandoned",
        "superseded",
        "invalidated",
        "limited",
        "transferred",
        "licensed",
        "open_declared",
        "pledged",
        "fee_paid",
    }
)

LICENCES: Final = {
    "exclusive": "独占许可",
    "sole": "排他许可",
    "ordinary": "普通许可",
    "sub": "分许可",
    "cross": "交叉许可",
    "": "许可种类未载明",
}


def kind_of(code: str, detail: str = "") -> str:
    """The kind an announcement means. A code nobody knows is an event all the same, of the kind `other`."""
    if "期限补偿" in detail:
        return "extended"
    kind = CODES.get(code, "other")
    if kind == "abandoned" and ("重复授权" in detail or "避重" in detail):
        return "superseded"
    return kind
