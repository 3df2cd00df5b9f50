from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "inventory.view",
        "查看盘点进度与清单",
        ("operator", "national", "bureau", "line", "office", "secretary", "inventor", "agent", "breakglass"),
    ),
    ("inventory.read_values", "查看盘点内容", ("operator", "office", "secretary", "inventor", "agent", "breakglass")),
    ("inventory.open", "建立待盘点清单", ("operator", "office")),
    ("inventory.assign", "分派责任人", ("operator", "office", "secretary")),
    ("inventory.fill", "填写盘点", ("operator", "office", "secretary", "inventor", "agent")),
    ("inventory.submit", "提交盘点", ("operator", "office", "secretary", "inventor")),
    ("inventory.review_college", "院系审核", ("operator", "secretary", "office")),
    ("inventory.review_school", "单位审核入库", ("operator", "office")),
    ("inventory.register", "集中评价并入库", ("operator", "office")),
    ("inventory.reopen", "重新盘点", ("operator", "office")),
    (
        "inventory.view_rules",
        "查看盘点范围与优先清单",
        ("operator", "national", "bureau", "line", "office", "breakglass"),
    ),
    ("inventory.set_scope", "设定盘点范围", ("operator", "office")),
    ("inventory.set_priorities", "设定优先清单", ("operator", "national", "bureau", "line", "office")),
    ("inventory.apply_rules", "按范围与优先清单更新档案", ("operator",)),
    # What is accepted is published. A confirmation holds for a while, so that a list is reviewed in one go.
    step_up=("inventory.register", "inventory.review_school"),
)
