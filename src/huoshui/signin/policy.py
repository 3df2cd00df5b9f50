from huoshui.kernel.policy import ROLES, SIGNED_IN, Policy

# A program never stands in for somebody who was let in for an emergency.
TOKEN_HOLDERS = SIGNED_IN - {"breakglass"}
LINKS = ("signin.link_identity", "signin.unlink_identity")

POLICY = Policy(
    ("signin.sign_in", "登录与退出", tuple(ROLES)),
    ("signin.view_own", "查看自己的账号安全", SIGNED_IN),
    ("signin.confirm_identity", "确认身份", SIGNED_IN),
    ("signin.end_session", "结束自己的登录", SIGNED_IN),
    ("signin.change_password", "修改自己的密码", SIGNED_IN),
    ("signin.change_factors", "设置自己的第二因子", SIGNED_IN),
    ("signin.issue_reset", "签发密码重置链接", ("operator", "manager", "security_admin")),
    ("signin.identities", "查看关联的统一身份", SIGNED_IN),
    ("signin.link_identity", "关联统一身份", SIGNED_IN),
    ("signin.unlink_identity", "解除统一身份的关联", SIGNED_IN),
    ("signin.tokens", "查看自己的接口令牌", TOKEN_HOLDERS),
    ("signin.make_token", "创建接口令牌", TOKEN_HOLDERS),
    ("signin.end_token", "撤销接口令牌", SIGNED_IN),
    step_up=("signin.change_password", "signin.change_factors", "signin.issue_reset", *LINKS, "signin.make_token"),
)
