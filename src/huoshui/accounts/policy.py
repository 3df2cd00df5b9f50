from huoshui.kernel.policy import SIGNED_IN, Policy

POLICY = Policy(
    ("accounts.open", "开设账号", ("operator", "manager")),
    ("accounts.act_as", "切换身份", SIGNED_IN),
)
