"""The life of an import, and of a contradiction between two sources."""

from huoshui.kernel.states import Machine, Move

CHECKING, CHECKED, APPLYING = "checking", "checked", "applying"
DONE, GIVEN_UP, FAILED = "done", "given_up", "failed"

IMPORT = Machine(
    start=CHECKING,
    ends={DONE, GIVEN_UP, FAILED},
    labels={
        CHECKING: "检查中",
        CHECKED: "已检查，未导入",
        APPLYING: "导入中",
        DONE: "已导入",
        GIVEN_UP: "已放弃",
        FAILED: "未通过检查",
    },
    moves=[
        Move("check", frozenset({CHECKING}), CHECKED, "完成检查"),
        Move("recheck", frozenset({CHECKED}), CHECKING, "更正栏目后重新检查"),
        Move("confirm", frozenset({CHECKED}), APPLYING, "确认导入"),
        Move("finish", frozenset({APPLYING}), DONE, "完成导入"),
        Move("fail", frozenset({CHECKING, CHECKED}), FAILED, "退回文件"),
        Move("give_up", frozenset({CHECKING, CHECKED, APPLYING}), GIVEN_UP, "放弃"),
    ],
)

OPEN, KEPT, TAKEN = "open", "kept", "taken"

DISAGREEMENT = Machine(
    start=OPEN,
    ends={KEPT, TAKEN},
    labels={OPEN: "待核对", KEPT: "保留现值", TAKEN: "改用另一来源"},
    moves=[
        Move("keep", frozenset({OPEN}), KEPT, "保留现值"),
        Move("take", frozenset({OPEN}), TAKEN, "改用另一来源的值"),
    ],
)
