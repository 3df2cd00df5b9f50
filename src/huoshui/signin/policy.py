from huoshui.kernel.policy import ROLES, SIGNED_IN, Policy

POLICY = Policy(
    ("signin.sign_in", "登录与退出", tuple(ROLES)),
    ("signin.view_own", "查看自己的账号安全", SIGNED_IN),
    ("signin.confirm_identity", "确认身份", SIGNED_IN),
    ("signin.end_session", "结束自己的登录", SIGNED_IN),
    ("signin.change_password", "修改自己的密码", SIGNED_IN),
    ("signin.change_factors", "设置自己的第二因子", SIGNED_IN),
    ("signin.issue_reset", "签发密码重置链接", ("operator", "manager", "security_admin")),
    step_up=("signin.change_password", "signin.change_factors", "signin.issue_reset"),
)
