"""Who asks to come in without an account: an enterprise's request, its evidence, an inventor's claim, an invitation."""

from django.db import models

from huoshui.enrolment.registration_states import LABELS, SUBMITTED
from huoshui.kernel.cipher import EncipheredField
from huoshui.kernel.tenancy import TenantModel
from huoshui_core.standards import load

ENTERPRISE = load("enterprise")
PROOFS = {"review": "材料审核", "invitation": "管理部门邀请", "identity": "身份核验服务"}


def _label(field: str) -> str:
    return ENTERPRISE.field(field).label


class Application(TenantModel):
    """What a request from outside holds. The password is a hash from the first; contact and hash are wiped in time."""

    receipt_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField("状态", max_length=16, choices=list(LABELS.items()), default=SUBMITTED)
    user_id = models.BigIntegerField("账号", default=0)  # who asked while signed in, or who was let in
    username = models.CharField("用户名", max_length=64, blank=True)
    password = models.CharField(max_length=128, blank=True)
    person_name = models.CharField("姓名", max_length=50)
    phone = EncipheredField("联系电话", blank=True)
    submitted_at = models.DateTimeField("提交时间")
    changed_at = models.DateTimeField("更新时间")
    decided_at = models.DateTimeField("办结时间", null=True, blank=True)
    decided_by = models.BigIntegerField("办理人", default=0)
    reason = models.CharField("意见", max_length=500, blank=True)
    notice_version = models.CharField("告知书版本", max_length=16)
    consented_at = models.DateTimeField("同意时间")
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta(TenantModel.Meta):
        abstract = True


class RegistrationRequest(Application):
    """Lies at the territory it names, so that the bureaus above see it; `org_id` other than 0: at an enterprise that
    has somebody who looks after its accounts already, and who is asked instead."""

    uscc = models.CharField(_label("uscc"), max_length=18)
    name = models.CharField(_label("name"), max_length=200)
    region = models.IntegerField("所在地区")
    enterprise_types = models.JSONField(_label("enterprise_types"), default=list)
    proof = models.CharField("证明方式", max_length=16, choices=list(PROOFS.items()))

    class Meta(Application.Meta):
        indexes = (models.Index(fields=["changed_at", "id"], name="registration_changed"),)

    def __str__(self) -> str:
        return f"registration {self.pk} {self.state}"


class Evidence(TenantModel):
    """A document beside a request; the file lies enciphered in the data folder under `stored` until it is wiped."""

    request = models.ForeignKey(RegistrationRequest, models.CASCADE, related_name="evidence")
    kind = models.CharField("格式", max_length=4)
    size = models.IntegerField("大小")
    digest = models.CharField("SHA-256", max_length=64)
    stored = models.CharField(max_length=64, blank=True)
    uploaded_at = models.DateTimeField("上传时间")
    wiped_at = models.DateTimeField("清除时间", null=True, blank=True)

    def __str__(self) -> str:
        return f"evidence {self.pk} of {self.request_id}"


class RegistrationInvitation(TenantModel):
    """A bureau's word for one enterprise; the link is shown once and only its digest kept."""

    token_digest = models.CharField(max_length=64, unique=True)
    uscc = models.CharField(_label("uscc"), max_length=18)
    name = models.CharField(_label("name"), max_length=200)
    region = models.IntegerField("所在地区")
    made_by = models.BigIntegerField("邀请人")
    made_at = models.DateTimeField("邀请时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    ended_at = models.DateTimeField("撤回时间", null=True, blank=True)
    demonstration = models.BooleanField("示例数据", default=False)

    def __str__(self) -> str:
        return f"invitation {self.pk} for {self.uscc}"


class Claim(Application):
    """An inventor's word that a patent is theirs, at the institution or the college that keeps the patent."""

    patent_no = models.CharField("专利号", max_length=24, blank=True)
    title = models.CharField("专利名称", max_length=500, blank=True)
    patent_id = models.BigIntegerField("认领的专利", default=0)

    class Meta(Application.Meta):
        indexes = (models.Index(fields=["changed_at", "id"], name="claim_changed"),)

    def __str__(self) -> str:
        return f"claim {self.pk} {self.state}"
