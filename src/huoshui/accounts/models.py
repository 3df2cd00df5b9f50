"""People who sign in. Outside the tenant wall: a person is looked up before anybody acts for anything."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huoshui.kernel.policy import ROLES


class User(AbstractBaseUser):
    username = models.CharField("用户名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("启用", default=True)
    demonstration = models.BooleanField("示例数据", default=False)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class Membership(models.Model):
    """One role of one person in one organisation. A person with several chooses which one acts."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+", verbose_name="单位")
    role = models.CharField("角色", max_length=16, choices=list(ROLES.items()))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
