"""The ledger of what was done, and the outbox of what others should hear."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel


class LedgerLine(TenantModel):
    """Append-only: the application's role may insert and read, never change."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user_id = models.BigIntegerField("操作人")
    channel = models.CharField("渠道", max_length=16)
    verb = models.CharField("动作", max_length=64)
    subject = models.CharField("对象", max_length=80)
    facts = models.JSONField("要点", default=dict)

    class Meta:
        app_label = "kernel"
        indexes = (models.Index(fields=["subject", "id"]),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class OutboxEvent(models.Model):
    """An event waiting to be told to the rooms above; written in the transaction that made it true."""

    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=64)
    payload = models.JSONField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    fault = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        app_label = "kernel"
        indexes = (models.Index(fields=["id"], condition=models.Q(delivered_at=None), name="outbox_waiting"),)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Budget(models.Model):
    """What a key has spent of an allowance; written by `budget.py` alone."""

    name = models.CharField(max_length=40)
    key = models.CharField(max_length=32)
    spent = models.FloatField()
    at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        constraints = (models.UniqueConstraint(fields=["name", "key"], name="budget_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.key}"
