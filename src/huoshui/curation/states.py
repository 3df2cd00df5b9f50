"""The life of a name under review. Every decision may be followed by another one; that is how it is undone."""

OPEN, SAME, OWN, NONE = "open", "same", "own", "none"
LABELS = {OPEN: "待复核", SAME: "并入已有单位", OWN: "确认为独立单位", NONE: "不作归并"}
MOVES: dict[str, frozenset[str]] = {
    OPEN: frozenset({SAME, OWN, NONE}),
    SAME: frozenset({OWN, NONE}),
    OWN: frozenset({SAME, NONE}),
    NONE: frozenset({SAME, OWN}),
}
