"""How people prove who they are. Outside the tenant wall: all of it belongs to a person, not to an organisation."""

from django.db import models

from huoshui.kernel.cipher import EncipheredField

HOW = {
    "password": "密码",
    "otp": "密码和动态口令",
    "recovery": "密码和恢复码",
    "passkey": "通行密钥",
    "oidc": "统一身份认证（OIDC）",
    "cas": "统一身份认证（CAS）",
    "oidc-mfa": "统一身份认证（OIDC）和第二因子",
    "cas-mfa": "统一身份认证（CAS）和第二因子",
    "link": "邀请链接",
}


class SignIn(models.Model):
    """One session of one person, from signing in to its end. A request whose row has ended is a visitor's."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    how = models.CharField("方式", max_length=16, choices=list(HOW.items()))
    address = models.CharField("地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    membership_id = models.BigIntegerField("所用身份", null=True, blank=True)
    opened_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近活动")
    confirmed_at = models.DateTimeField("最近确认身份")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_why = models.CharField("结束原因", max_length=16, blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=["user", "-opened_at"]),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%Y-%m-%d %H:%M}"


class Device(models.Model):
    """A browser its person has signed in from; its cookie keeps a flood of foreign guesses from locking them out."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    first_at = models.DateTimeField("首次登录", auto_now_add=True)
    last_at = models.DateTimeField("最近登录", auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.agent}"


class OneTimeCode(models.Model):
    """A generator of one-time codes (RFC 6238) of one person."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="+")
    secret = EncipheredField()
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)
    last_step = models.BigIntegerField(default=0)  # a code counts once

    def __str__(self) -> str:
        return str(self.user_id)


class Passkey(models.Model):
    """A WebAuthn credential."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=60)
    credential_id = models.CharField(max_length=400, unique=True)  # base64url
    public_key = models.CharField(max_length=1000)  # base64url
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField("添加时间", auto_now_add=True)
    used_at = models.DateTimeField("最近使用", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """For the day the phone is lost; each once."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)


class OldPassword(models.Model):
    """Hashes of former passwords, where the policy forbids taking them again."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user_id)


class ResetLink(models.Model):
    """Lets a person choose a new password once, after whoever looks after the account gave them the link."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    clears_factors = models.BooleanField("同时清除第二因子", default=False)
    made_by = models.BigIntegerField("签发人", default=0)
    made_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)


class Notice(models.Model):
    """What a person should hear about their own account: a new browser, a new password, a lost factor."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["user", "-at"]),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class ApiToken(models.Model):
    """Lets a program act in one role of one person, within the permissions listed, until it expires."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    membership = models.ForeignKey("accounts.Membership", models.CASCADE, related_name="+")
    name = models.CharField("用途", max_length=60)
    prefix = models.CharField("前缀", max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    permissions = models.JSONField("权限", default=list)
    made_at = models.DateTimeField("创建时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("最近使用", null=True, blank=True)
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"


class ExternalIdentity(models.Model):
    """Under which subject an identity provider knows a person."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    provider = models.CharField("身份提供方", max_length=40)
    subject = models.CharField("标识", max_length=200)
    linked_at = models.DateTimeField("绑定时间", auto_now_add=True)
    used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "subject"], name="external_identity_once"),)

    def __str__(self) -> str:
        return f"{self.provider} {self.user_id}"
