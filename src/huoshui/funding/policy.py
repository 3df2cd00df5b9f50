from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "funding.view",
        "查看财政资助声明清单",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    (
        "funding.read_projects",
        "查看资助项目、实施状态和理由",
        ("operator", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("funding.declare", "声明财政资助项目", ("operator", "office", "secretary", "inventor")),
    ("funding.import", "按表格声明财政资助项目", ("operator", "office", "secretary")),
    ("funding.give_reason", "登记未实施的理由", ("operator", "office", "secretary")),
    ("funding.report", "导出年度报告", ("operator", "office")),
    ("funding.note", "随专利和盘点更新财政资助", ("operator",)),
)
