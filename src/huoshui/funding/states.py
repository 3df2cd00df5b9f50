"""The life of a declaration. What a dossier says is noted; only a person declares."""

from huoshui.kernel.states import Machine, Move

NOTED, DECLARED, WITHDRAWN = "noted", "declared", "withdrawn"
LABELS = {NOTED: "待声明", DECLARED: "已声明", WITHDRAWN: "已撤回"}
MACHINE = Machine(
    start=NOTED,
    ends=set(),
    labels=LABELS,
    moves=[
        Move("declare", frozenset({NOTED, DECLARED, WITHDRAWN}), DECLARED, "声明"),
        Move("withdraw", frozenset({DECLARED}), WITHDRAWN, "撤回声明"),
    ],
)
