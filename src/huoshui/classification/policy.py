from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "classification.view",
        "查看专利的产业归属",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("classification.view_figures", "查看产业分布", ("operator", "national", "bureau", "line", "office", "breakglass")),
    (
        "classification.view_tables",
        "查看参照表",
        (
            "operator",
            "national",
            "bureau",
            "line",
            "office",
            "secretary",
            "inventor",
            "agent",
            "breakglass",
            "system_admin",
        ),
    ),
    ("classification.load", "载入参照表", ("operator", "system_admin")),
    ("classification.switch", "切换在用参照表", ("operator", "system_admin")),
    ("classification.count", "计算产业分布", ("operator",)),
    step_up=("classification.load", "classification.switch"),
)
