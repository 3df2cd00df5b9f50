from huoshui.kernel.policy import Policy

POLICY = Policy(("monitoring.view", "查看各单位进展", ("operator", "national", "bureau", "line", "office")))
