from huoshui.kernel.policy import SIGNED_IN, Policy

DEPARTMENTS = ("national", "bureau", "line")
UNITS = ("office", "secretary", "enterprise", "agency")

POLICY = Policy(
    ("privacy.view_contacts", "查看单位联系人（遮盖）", (*DEPARTMENTS, *UNITS)),
    ("privacy.reveal", "显示一条联系方式", (*DEPARTMENTS, *UNITS)),
    ("privacy.export_contacts", "导出未遮盖的联系人", (*DEPARTMENTS, "office")),
    ("privacy.edit_contacts", "维护本单位联系人", (*DEPARTMENTS, *UNITS)),
    ("privacy.see_own", "查看、导出、更正、撤回本人信息", SIGNED_IN),
    ("privacy.close_own", "注销本人账号", SIGNED_IN),
    ("privacy.answer", "办理本单位人员的个人信息请求", ("manager",)),
    ("privacy.set_retention", "设置保存期限", ("security_admin",)),
    ("privacy.assess", "个人信息保护影响评估", ("security_admin",)),
    ("privacy.approve", "批准影响评估", ("security_admin", "system_admin")),
    ("privacy.expire", "清除到期内容", ("operator",)),
    step_up=("privacy.export_contacts", "privacy.close_own", "privacy.set_retention"),
)
