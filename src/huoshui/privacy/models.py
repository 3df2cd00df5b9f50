"""Contacts apart from everything else, what was agreed to and asked for, and how long things are kept."""

from django.db import models

from huoshui.kernel.cipher import EncipheredField
from huoshui.kernel.tenancy import TenantModel
from huoshui.privacy import rules, states


class Contact(TenantModel):
    """How to reach a person in an organisation: somebody with an account, or a unit's contact person without one.

    Name and numbers are enciphered: nobody finds a person by them, not in the database either.
    """

    user_id = models.BigIntegerField("账号", default=0, db_index=True)  # 0: without an account
    name = EncipheredField("姓名")
    duty = models.CharField("职务/职责", max_length=50, blank=True, default="")
    phone = EncipheredField("电话", blank=True, default="")
    email = EncipheredField("邮箱", blank=True, default="")
    other = EncipheredField("其他联系方式", blank=True, default="")
    purpose = models.CharField("用途", max_length=16, choices=list(rules.PURPOSES.items()), default="duty")
    is_office = models.BooleanField("单位公布的办公联系方式", default=False)  # class L1; otherwise L3
    changed_at = models.DateTimeField("更新时间")
    demonstration = models.BooleanField("示例数据", default=False)

    org_name: str  # given by `queries.contacts_in_view`

    class Meta:
        indexes = (
            models.Index(fields=["org_id", "user_id"]),
            models.Index(fields=["changed_at", "id"], name="contact_by_change"),
        )

    def __str__(self) -> str:
        return f"contact {self.pk}"


class ContactView(TenantModel):
    """That somebody was shown a contact: told to the person it belongs to. The ledger says the same to auditors.

    Stands with the organisation of the contact, whoever looked; outlives the contact.
    """

    contact_id = models.BigIntegerField("联系人")
    user_id = models.BigIntegerField("本人", default=0, db_index=True)
    viewer_id = models.BigIntegerField("查看人")
    viewer_org_id = models.BigIntegerField("查看单位")
    at = models.DateTimeField("时间")
    why = models.CharField("事由", max_length=16, blank=True, choices=list(rules.REVEAL_REASONS.items()))
    exported = models.BooleanField("导出", default=False)

    class Meta:
        indexes = (models.Index(fields=["contact_id", "-at"]),)

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.contact_id}"


class PersonKey(models.Model):
    """A random key of one person, for the digests that stand in the ledger in place of values.

    Once it is destroyed nobody can tell whose digest it was, and the sealed chain is as it was.
    """

    subject = models.CharField(max_length=32, unique=True)  # user:7, or contact:9 of a person without an account
    key = EncipheredField()

    def __str__(self) -> str:
        return self.subject


class ConsentRecord(models.Model):
    """That somebody agreed to which text, when, and took it back. Holds no value; outlives what was agreed to."""

    subject = models.CharField("对象", max_length=32)
    purpose = models.CharField("用途", max_length=16, choices=list(rules.PURPOSES.items()))
    version = models.CharField("告知文本版本", max_length=16)
    given_at = models.DateTimeField("同意时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["subject"]),)

    def __str__(self) -> str:
        return f"{self.subject} {self.version}"


class PrivacyRequest(TenantModel):
    """What a person asks that they can't do themselves: it stands with the organisation they ask it of."""

    user_id = models.BigIntegerField("申请人", db_index=True)
    kind = models.CharField("事项", max_length=16, choices=list(rules.REQUESTS.items()))
    field = models.CharField("更正内容", max_length=16, choices=list(rules.CORRECTABLE.items()), blank=True, default="")
    wanted = EncipheredField("更正为", blank=True, default="")
    text = EncipheredField("说明", blank=True, default="")
    state = models.CharField("状态", max_length=16, choices=list(states.REQUESTS.labels.items()), default=states.OPEN)
    asked_at = models.DateTimeField("申请时间")
    due_on = models.DateField("办理期限")
    answered_by = models.BigIntegerField("办理人", default=0)
    answered_at = models.DateTimeField("办理时间", null=True, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True, default="")

    org_name: str  # given by `queries`

    class Meta:
        indexes = (models.Index(fields=["state", "due_on"]),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.state}"


class ImpactAssessment(models.Model):
    """个人信息保护影响评估 (PIPL 55, 56). Of one organisation's security administrator, who sees no business row and
    so no tenant's either: outside the wall, narrowed to the organisation by the query."""

    org_id = models.BigIntegerField("所属单位")
    title = models.CharField("评估事项", max_length=100)
    processing = models.TextField("处理活动", max_length=4000)
    purpose = models.TextField("处理目的和方式是否合法、正当、必要", max_length=4000)
    risks = models.TextField("对个人权益的影响及安全风险", max_length=4000)
    measures = models.TextField("保护措施是否合法、有效并与风险程度相适应", max_length=4000)
    conclusion = models.TextField("评估结论", max_length=2000)
    state = models.CharField(
        "状态", max_length=16, choices=list(states.ASSESSMENTS.labels.items()), default=states.DRAFT
    )
    made_by = models.BigIntegerField("评估人")
    made_at = models.DateTimeField("评估时间")
    approved_by = models.BigIntegerField("批准人", default=0)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    review_on = models.DateField("下次复评日期")

    class Meta:
        indexes = (models.Index(fields=["org_id", "-made_at"]),)

    def __str__(self) -> str:
        return self.title


class RetentionRule(models.Model):
    """How many days the node keeps something, where that is not what the table in `retention.py` says."""

    key = models.CharField("内容", max_length=32, unique=True)
    days = models.IntegerField("保存天数")
    set_by = models.BigIntegerField("设置人")
    set_at = models.DateTimeField("设置时间")

    def __str__(self) -> str:
        return f"{self.key} {self.days}"
