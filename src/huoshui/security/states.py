"""The life of a break-glass request. That its time has run out is a fact of the clock until it is written down."""

from huoshui.kernel.states import Machine, Move

REQUESTED, ACTIVE, DECLINED, WITHDRAWN, ENDED, LAPSED = (
    "requested",
    "active",
    "declined",
    "withdrawn",
    "ended",
    "lapsed",
)
LABELS = {
    REQUESTED: "待批准",
    ACTIVE: "已批准",
    DECLINED: "未批准",
    WITHDRAWN: "已撤回",
    ENDED: "已终止",
    LAPSED: "已到期",
}
MACHINE = Machine(
    start=REQUESTED,
    ends={DECLINED, WITHDRAWN, ENDED, LAPSED},
    labels=LABELS,
    moves=[
        Move("approve", frozenset({REQUESTED}), ACTIVE, "批准"),
        Move("decline", frozenset({REQUESTED}), DECLINED, "不批准"),
        Move("withdraw", frozenset({REQUESTED}), WITHDRAWN, "撤回申请"),
        Move("end", frozenset({ACTIVE}), ENDED, "立即终止"),
        Move("lapse", frozenset({ACTIVE}), LAPSED, "到期"),
    ],
)
