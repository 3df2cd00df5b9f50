from huoshui.kernel.policy import Policy

POLICY = Policy(
    (
        "matching.view",
        "查看匹配结果",
        (
            "operator",
            "national",
            "bureau",
            "line",
            "office",
            "secretary",
            "inventor",
            "enterprise",
            "agent",
            "breakglass",
        ),
    ),
    ("matching.run", "运行供需匹配", ("operator",)),
)
