from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "rights.view",
        "查看专利的权利状态",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("rights.list", "查看法律事件清单", ("operator", "national", "bureau", "line", "office", "breakglass")),
    ("rights.import", "导入法律事件和年费清单", ("operator", "national", "bureau", "office")),
    ("rights.recompute", "重新推算权利状态", ("operator", "national", "bureau", "office")),
)
