from huoshui.kernel.policy import ROLES, Policy

POLICY = Policy(
    ("resources.browse", "浏览公开目录", tuple(ROLES)),
    (
        "resources.view",
        "查看本单位或辖区的转化资源库",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("resources.publish", "入库公布", ("operator", "office")),
    ("resources.withdraw", "撤下与恢复入库专利", ("operator", "office")),
    ("resources.suspend", "暂停展示失效专利", ("operator",)),
    ("resources.index", "更新目录检索索引", ("operator",)),
    # What the public sees is taken away or put back. Publishing follows an acceptance, which asks for the same.
    step_up=("resources.withdraw",),
)
