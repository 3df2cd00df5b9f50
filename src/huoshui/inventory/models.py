"""One dossier a patent: its state, what people said, what the machine suggested."""

from django.db import models

from huoshui.inventory import states
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
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        indexes = (
            models.Index(fields=["org_id", "state"]),
            models.Index(fields=["responsible_id", "state"]),
            models.Index(fields=["changed_at", "id"]),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
