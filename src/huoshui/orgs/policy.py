from huoshui.kernel.policy import Policy

POLICY = Policy(
    ("orgs.view", "查看单位目录", ("operator", "national", "bureau", "line", "office", "secretary")),
    ("orgs.open", "开设单位", ("operator", "national", "bureau", "office")),
    ("orgs.import", "按名单开设和核对高校院所", ("operator", "national", "bureau")),
    ("orgs.edit", "修改单位资料和别名", ("operator", "national", "bureau", "office")),
    ("orgs.rename", "单位更名", ("operator", "national", "bureau", "office")),
    ("orgs.move", "调整单位隶属", ("operator", "national", "bureau")),
    ("orgs.merge", "合并重复单位", ("operator", "national", "bureau", "office")),
    ("orgs.close", "终止单位", ("operator", "national", "bureau", "office")),
    ("orgs.follow", "调整后归位", ("operator",)),
)
