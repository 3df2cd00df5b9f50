"""Requests to look into an organisation's rows in an emergency; they stand at that organisation's seat."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel
from huoshui.security.rules import MOST_HOURS
from huoshui.security.states import LABELS, REQUESTED


class BreakGlass(TenantModel):
    """Two people by constraint: whoever asks can't be the one who decides."""

    state = models.CharField("状态", max_length=16, choices=list(LABELS.items()), default=REQUESTED)
    reason = models.CharField("事由", max_length=500)
    hours = models.SmallIntegerField("时长（小时）")
    asked_by = models.BigIntegerField("申请人")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.BigIntegerField("批准人", null=True, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    membership_id = models.BigIntegerField(null=True, blank=True)
    until = models.DateTimeField("有效期至", null=True, blank=True)
    ended_by = models.BigIntegerField("终止人", null=True, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="breakglass_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__gte=1, hours__lte=MOST_HOURS), name="breakglass_hours_bounded"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="active")
                | models.Q(decided_by__isnull=False, until__isnull=False, membership_id__isnull=False),
                name="breakglass_active_is_decided",
            ),
        )

    def __str__(self) -> str:
        return f"{self.org_id} {self.state} #{self.pk}"
