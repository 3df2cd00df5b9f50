from huoshui.kernel.policy import Policy

POLICY = Policy(
    ("orgs.open", "开设单位", ("operator", "national", "bureau")),
    ("orgs.confirm", "核对单位", ("operator", "national", "bureau")),
)
