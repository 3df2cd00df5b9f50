from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "patents.view",
        "查看存量专利基础库",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("patents.import", "导入存量专利", ("operator", "national", "bureau", "office")),
    ("patents.settle", "更新专利归属的核对状态", ("operator", "national", "bureau")),
    ("patents.hand_over", "撤销归并后交还专利", ("operator", "national", "bureau")),
    ("patents.settle_source", "核对来源之间的不一致", ("operator", "national", "bureau", "office")),
    ("patents.rights", "更新专利的法律状态与届满日", ("operator", "national", "bureau", "office")),
    ("patents.index", "更新专利检索索引", ("operator",)),
    ("patents.place", "交由院系管理", ("operator", "office")),
)
