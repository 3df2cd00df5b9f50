from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "fees.view",
        "查看年费日历",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("fees.read_marks", "查看单位的年费标注", ("operator", "office", "secretary", "inventor", "agent", "breakglass")),
    ("fees.calendar", "下载年费日历文件", ("operator", "office", "secretary", "inventor", "agent")),
    ("fees.mark", "标注已缴或拟放弃", ("operator", "office", "secretary")),
    ("fees.set_reduction", "登记费用减缴", ("operator", "office")),
    ("fees.refresh", "推算年费", ("operator",)),
)
