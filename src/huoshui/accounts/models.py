"""People and what they are where. Outside the tenant wall: a person is looked up before anybody acts."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huoshui.kernel import clock
from huoshui.kernel.policy import ROLES

POSITIONS = {"": "—", "teacher": "教师", "student": "学生"}
SERVICES = {"in_service": "在职", "retired": "退休", "left": "离开单位"}


class User(AbstractBaseUser):
    username = models.CharField("用户名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    demonstration = models.BooleanField("示例数据", default=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True)
    must_change_password = models.BooleanField("须修改密码", default=False)
    opened_at = models.DateTimeField("开户时间", default=clock.now)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class Membership(models.Model):
    """One role of one person in one organisation, perhaps for a time, perhaps on somebody's behalf.

    A person with several chooses which one acts. Rows are ended, not removed: the ledger refers to them.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("角色", max_length=16, choices=list(ROLES.items()))
    is_manager = models.BooleanField("管理本单位账号", default=False)
    position = models.CharField("身份", max_length=16, choices=list(POSITIONS.items()), blank=True, default="")
    service = models.CharField("在职状态", max_length=16, choices=list(SERVICES.items()), default="in_service")
    on_behalf_of = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="代办")
    until = models.DateTimeField("有效期至", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    granted_by = models.BigIntegerField("授予人", default=0)
    granted_at = models.DateTimeField("授予时间", default=clock.now)
    reason = models.CharField("事由", max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "on_behalf_of"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="membership_once",
            ),
        )
        indexes = (models.Index(fields=["organisation", "role"]),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
