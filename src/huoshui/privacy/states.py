"""The lives of what a person asks for, and of an impact assessment."""

from huoshui.kernel.states import Machine, Move

OPEN = "open"
DONE = "done"
REFUSED = "refused"
TAKEN_BACK = "taken_back"
DRAFT = "draft"
PROPOSED = "proposed"
APPROVED = "approved"

REQUESTS = Machine(
    start=OPEN,
    ends={DONE, REFUSED, TAKEN_BACK},
    labels={OPEN: "待办理", DONE: "已办理", REFUSED: "已说明理由拒绝", TAKEN_BACK: "本人撤回"},
    moves=[
        Move("grant", frozenset({OPEN}), DONE, "同意并更正"),
        Move("refuse", frozenset({OPEN}), REFUSED, "拒绝并说明理由"),
        Move("take_back", frozenset({OPEN}), TAKEN_BACK, "撤回"),
    ],
)

ASSESSMENTS = Machine(
    start=DRAFT,
    ends={APPROVED},
    labels={DRAFT: "草稿", PROPOSED: "待批准", APPROVED: "已批准"},
    moves=[
        Move("save", frozenset({DRAFT, PROPOSED}), DRAFT, "保存草稿"),
        Move("propose", frozenset({DRAFT}), PROPOSED, "提交批准"),
        Move("approve", frozenset({PROPOSED}), APPROVED, "批准"),
        Move("return", frozenset({PROPOSED}), DRAFT, "退回修改"),
    ],
)
