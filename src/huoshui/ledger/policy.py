from huoshui.kernel.policy import SIGNED_IN, Policy

POLICY = Policy(
    ("ledger.view", "查看操作台账", ("audit_admin", "operator")),
    ("ledger.export", "导出操作台账", ("audit_admin", "operator")),
    ("ledger.view_own", "查看我的操作记录", SIGNED_IN),
)
