from huoshui.kernel.policy import Policy

POLICY = Policy(
    ("enterprises.view", "查看辖区企业画像", ("operator", "national", "bureau", "line")),
    ("enterprises.import", "导入企业画像", ("operator", "national", "bureau")),
    ("enterprises.edit_own", "维护本企业画像", ("enterprise",)),
    ("enterprises.read_contact", "查看企业联系人", ("operator", "enterprise")),
)
