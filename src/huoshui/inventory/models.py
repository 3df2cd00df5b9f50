"""One dossier a patent: its state, what people said, what the machine suggested."""

from django.db import models

from huoshui.inventory import states
from huoshui.inventory.scope_rules import BATCHES, GRANTS, PRIORITY_KINDS, PRIORITY_SCHEMES
from huoshui.kernel.tenancy import TenantModel


class Dossier(TenantModel):
    patent = models.OneToOneField("patents.Patent", models.PROTECT, related_name="+", verbose_name="专利")
    state = models.CharField("盘点状态", max_length=16, choices=list(states.LABELS.items()), default=states.UNOPENED)
    version = models.IntegerField("版本", default=1)
    values = models.JSONField("盘点内容", default=dict)
    suggestions = models.JSONField("系统建议", default=dict)
    willing = models.BooleanField("有转化意愿", default=False)
    responsible_id = models.BigIntegerField("责任人账号", null=True)
    responsible_name = models.CharField("责任人", max_length=64, blank=True)
    responsible_note = models.CharField("责任人说明", max_length=120, blank=True, default="")
    comment = models.CharField("审核意见", max_length=500, blank=True)
    changed_at = models.DateTimeField("更新时间")
    batch = models.CharField("批次", max_length=8, choices=list(BATCHES.items()), default="stock", db_default="stock")
    rolled_on = models.DateField("滚动纳入日", null=True)
    priority = models.BooleanField("优先", default=False, db_default=False)
    priority_reason = models.CharField("优先依据", max_length=200, blank=True, default="", db_default="")
    # What nobody has begun and should be begun first; lists that wait to be filled are ordered by it.
    first = models.GeneratedField(
        expression=models.Case(
            models.When(priority=True, state=states.UNOPENED, then=models.Value(1)),
            default=models.Value(0),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        indexes = (
            models.Index(fields=["first", "id"], name="dossier_first"),
            models.Index(fields=["org_id", "state"]),
            models.Index(fields=["responsible_id", "state"]),
            models.Index(fields=["changed_at", "id"]),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Scope(TenantModel):
    """Which grants an institution inventories, where that is not what the node says."""

    stock_until = models.DateField("存量截止日")
    grants = models.CharField("纳入范围", max_length=16, choices=list(GRANTS.items()))
    first_owner_only = models.BooleanField("只盘点本单位为第一专利权人的")
    set_at = models.DateTimeField("设定时间")
    set_by = models.BigIntegerField("设定人")

    class Meta:
        verbose_name = "盘点范围"
        constraints = (models.UniqueConstraint(fields=["org_id"], name="scope_once"),)

    def __str__(self) -> str:
        return f"盘点范围（截止 {self.stock_until}）"


class Priority(TenantModel):
    """One line of a list of what comes first: 重点产业 of a department's territory, 优势学科 of an institution."""

    kind = models.CharField("类型", max_length=12, choices=list(PRIORITY_KINDS.items()))
    scheme = models.CharField("依据", max_length=12, choices=list(PRIORITY_SCHEMES.items()))
    code = models.CharField("代码", max_length=64)
    label = models.CharField("名称", max_length=80)
    role = models.CharField("设定身份", max_length=16)
    set_at = models.DateTimeField("设定时间")
    set_by = models.BigIntegerField("设定人")

    class Meta:
        verbose_name = "优先清单"
        constraints = (models.UniqueConstraint(fields=["org_id", "kind", "scheme", "code"], name="priority_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
