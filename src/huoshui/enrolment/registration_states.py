"""The life of an enterprise's request for an account, and of an inventor's claim."""

from huoshui.kernel.states import Machine, Move

SUBMITTED = "submitted"
RETURNED = "returned"
RESUBMITTED = "resubmitted"
APPROVED = "approved"
REFUSED = "refused"
EXPIRED = "expired"

LABELS = {
    SUBMITTED: "待审核",
    RETURNED: "已退回补正",
    RESUBMITTED: "补正后待审核",
    APPROVED: "已通过",
    REFUSED: "未通过",
    EXPIRED: "已过期",
}
WAITING = frozenset({SUBMITTED, RESUBMITTED})
DECIDED = frozenset({APPROVED, REFUSED, EXPIRED})

REGISTRATION = Machine(
    start=SUBMITTED,
    ends=set(DECIDED),
    labels=LABELS,
    moves=[
        Move("approve", WAITING, APPROVED, "通过并开户"),
        Move("return", WAITING, RETURNED, "退回补正"),
        Move("resubmit", frozenset({RETURNED}), RESUBMITTED, "补正后重新提交"),
        Move("refuse", WAITING, REFUSED, "不予通过"),
        Move("expire", WAITING | {RETURNED}, EXPIRED, "逾期关闭"),
    ],
)

CLAIM = Machine(
    start=SUBMITTED,
    ends=set(DECIDED),
    labels={state: LABELS[state] for state in (SUBMITTED, APPROVED, REFUSED, EXPIRED)},
    moves=[
        Move("approve", frozenset({SUBMITTED}), APPROVED, "确认并开户"),
        Move("refuse", frozenset({SUBMITTED}), REFUSED, "不予确认"),
        Move("expire", frozenset({SUBMITTED}), EXPIRED, "逾期关闭"),
    ],
)
