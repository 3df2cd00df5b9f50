from huoshui.kernel.policy import Policy

KEEPERS = ("national", "bureau", "line", "office", "secretary", "inventor", "agent")
POLICY = Policy(
    ("watches.view", "查看自己的检索订阅", KEEPERS),
    ("watches.keep", "保存、修改、删除自己的检索订阅", KEEPERS),
    ("watches.tell", "按期提醒检索订阅的新结果", ("operator",)),
)
