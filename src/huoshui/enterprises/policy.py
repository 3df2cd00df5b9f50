from huoshui.kernel.policy import Policy

POLICY = Policy(
    ("enterprises.view", "查看辖区企业画像", ("operator", "national", "bureau", "line")),
    ("enterprises.import", "导入企业画像", ("operator", "national", "bureau")),
    ("enterprises.edit_own", "维护本企业画像", ("enterprise",)),
    ("enterprises.open_profile", "为新开户企业建立画像", ("operator", "bureau")),
    ("enterprises.read_need", "查看企业技术需求", ("operator", "enterprise")),
)
