from huoshui.kernel.policy import Policy

POLICY = Policy(
    ("curation.view", "查看数据质量", ("operator", "national", "bureau", "line", "office")),
    ("curation.view_names", "查看待复核单位名称", ("operator", "national", "bureau")),
    ("curation.settle_names", "复核单位名称", ("operator", "national", "bureau")),
    ("curation.settle_conflicts", "核对来源不一致", ("operator", "national", "bureau", "office")),
    ("curation.refresh", "更新质量统计和复核清单", ("operator",)),
)
