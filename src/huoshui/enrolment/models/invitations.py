"""Files of people that wait for confirmation, and the links by which people come in."""

from django.db import models

from huoshui.kernel.cipher import EncipheredField
from huoshui.kernel.policy import ROLES
from huoshui.kernel.tenancy import TenantModel

PURPOSES = {"open": "启用账号", "join": "自行开户", "link": "关联已有账号"}


class PeopleSheet(TenantModel):
    """One uploaded table of people, as written: checked first, then applied. Its rows hold contacts."""

    file_name = models.CharField("文件", max_length=200)
    content = EncipheredField("内容", blank=True)
    uploaded_by = models.BigIntegerField("上传人")
    uploaded_at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("写入时间", null=True, blank=True)
    counts = models.JSONField("结果", default=dict)
    demonstration = models.BooleanField("示例数据", default=False)

    def __str__(self) -> str:
        return self.file_name


class Invitation(TenantModel):
    """One link for one person. The table holds no link: a digest to find it by, and a number to make it from again
    with the node's secret, for whoever made it and for as long as it is good."""

    org_name: str  # added by the queries of the room
    purpose = models.CharField("用途", max_length=8, choices=list(PURPOSES.items()))
    user = models.ForeignKey("accounts.User", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=64, blank=True)
    username = models.CharField("用户名", max_length=64, blank=True)
    role = models.CharField("角色", max_length=16, choices=list(ROLES.items()))
    position = models.CharField("身份", max_length=16, blank=True, default="")
    sheet = models.ForeignKey(PeopleSheet, models.SET_NULL, null=True, blank=True, related_name="+")
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.BigIntegerField("发放人")
    made_by_name = models.CharField("发放人", max_length=64)
    made_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta(TenantModel.Meta):
        indexes = (models.Index(fields=["user", "used_at"], name="invitation_user"),)

    def __str__(self) -> str:
        return f"invitation {self.pk}"
