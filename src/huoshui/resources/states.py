"""The life of a library entry. Only what is listed is shown, pushed or matched."""

from huoshui.kernel.states import Machine, Move

LISTED = "listed"
SUSPENDED = "suspended"
WITHDRAWN = "withdrawn"

LABELS = {LISTED: "展示中", SUSPENDED: "暂停展示", WITHDRAWN: "已撤下"}

# Why an entry is not listed.
OWNER = "owner"
NOT_OFFERED = "not_offered"
REOPENED = "reopened"
NOT_IN_FORCE = "not_in_force"
BARRED = "barred"
REASONS = {
    "": "",
    OWNER: "权利人撤下",
    NOT_OFFERED: "权利人目前没有转化意愿",
    REOPENED: "权利人正在重新盘点",
    NOT_IN_FORCE: "专利权目前不在有效期内",
    BARRED: "已有独占或排他许可，或处于保全等情形，目前不能以任何方式提供",
}

MACHINE = Machine(
    start=LISTED,
    ends=set(),
    labels=LABELS,
    moves=[
        Move("suspend", frozenset({LISTED, WITHDRAWN}), SUSPENDED, "暂停展示"),
        Move("withdraw", frozenset({LISTED, SUSPENDED}), WITHDRAWN, "撤下"),
        Move("list", frozenset({SUSPENDED, WITHDRAWN}), LISTED, "恢复展示"),
    ],
)
