"""The life of a dossier. With colleges: two reviews; without: one. Which one is a setting of the institution."""

from huoshui.kernel.states import Machine, Move

UNOPENED = "unopened"
DRAFT = "draft"
COLLEGE_REVIEW = "college_review"
COLLEGE_RETURNED = "college_returned"
SCHOOL_REVIEW = "school_review"
SCHOOL_RETURNED = "school_returned"
ACCEPTED = "accepted"

LABELS = {
    UNOPENED: "未建档",
    DRAFT: "草稿",
    COLLEGE_REVIEW: "待院系审核",
    COLLEGE_RETURNED: "院系退回",
    SCHOOL_REVIEW: "待单位审核",
    SCHOOL_RETURNED: "单位退回",
    ACCEPTED: "已盘点",
}
EDITABLE = frozenset({UNOPENED, DRAFT, COLLEGE_RETURNED, SCHOOL_RETURNED})
IN_REVIEW = frozenset({COLLEGE_REVIEW, SCHOOL_REVIEW})
RETURNED = frozenset({COLLEGE_RETURNED, SCHOOL_RETURNED})

TWO_STEP = Machine(
    start=UNOPENED,
    ends={ACCEPTED},
    labels=LABELS,
    moves=[
        Move("save", EDITABLE, DRAFT, "保存草稿"),
        Move("submit", EDITABLE, COLLEGE_REVIEW, "确认并提交"),
        Move("pass", frozenset({COLLEGE_REVIEW}), SCHOOL_REVIEW, "院系审核通过"),
        Move("return", frozenset({COLLEGE_REVIEW}), COLLEGE_RETURNED, "院系退回修改"),
        Move("accept", frozenset({SCHOOL_REVIEW}), ACCEPTED, "审核通过入库"),
        Move("send_back", frozenset({SCHOOL_REVIEW}), SCHOOL_RETURNED, "单位退回修改"),
        Move("register", EDITABLE | {COLLEGE_REVIEW}, ACCEPTED, "集中评价并入库"),
        Move("reopen", frozenset({ACCEPTED}), DRAFT, "重新盘点"),
    ],
)

ONE_STEP = Machine(
    start=UNOPENED,
    ends={ACCEPTED},
    labels={state: label for state, label in LABELS.items() if state not in {COLLEGE_REVIEW, COLLEGE_RETURNED}},
    moves=[
        Move("save", EDITABLE - {COLLEGE_RETURNED}, DRAFT, "保存草稿"),
        Move("submit", EDITABLE - {COLLEGE_RETURNED}, SCHOOL_REVIEW, "确认并提交"),
        Move("accept", frozenset({SCHOOL_REVIEW}), ACCEPTED, "审核通过入库"),
        Move("send_back", frozenset({SCHOOL_REVIEW}), SCHOOL_RETURNED, "单位退回修改"),
        Move("register", EDITABLE - {COLLEGE_RETURNED}, ACCEPTED, "集中评价并入库"),
        Move("reopen", frozenset({ACCEPTED}), DRAFT, "重新盘点"),
    ],
)


def machine(*, two_step: bool) -> Machine:
    return TWO_STEP if two_step else ONE_STEP
