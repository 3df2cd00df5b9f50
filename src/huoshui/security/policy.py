from huoshui.kernel.policy import ADMINISTRATORS, Policy

POLICY = Policy(
    ("security.view_policy", "查看权限表和权限归属", ("manager", *ADMINISTRATORS)),
    ("security.view_node", "查看节点运行状况", ("system_admin",)),
    ("security.retry_events", "重新投递搁置的事件", ("system_admin",)),
    ("security.view_limits", "查看安全策略和登录情况", ("security_admin",)),
    ("security.end_sessions", "结束他人的登录", ("security_admin",)),
    ("security.view_break_glass", "查看应急查看记录", ("system_admin", "security_admin", "office")),
    ("security.request_break_glass", "申请应急查看", ("system_admin",)),
    ("security.decide_break_glass", "批准应急查看", ("security_admin",)),
    ("security.end_break_glass", "终止应急查看", ("security_admin", "office")),
    ("security.lapse_break_glass", "了结到期的应急查看", ("operator",)),
    ("security.renew_field_key", "更换字段密钥", ("operator",)),
    step_up=("security.end_sessions", "security.request_break_glass", "security.decide_break_glass"),
)
