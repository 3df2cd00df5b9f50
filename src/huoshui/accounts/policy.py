from huoshui.kernel.policy import SIGNED_IN, Policy

POLICY = Policy(
    ("accounts.open", "由节点运维开设账号", ("operator",)),
    ("accounts.view", "查看人员与账号", ("manager",)),
    ("accounts.manage", "管理人员与账号", ("manager",)),
    ("accounts.act_as", "切换身份", SIGNED_IN),
    ("accounts.correct", "更正人员的姓名或用户名", ("manager",)),
    ("accounts.close", "注销本人账号", SIGNED_IN),
)
