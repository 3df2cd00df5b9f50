"""The ledger of what was done, and the outbox of what others should hear."""

from typing import ClassVar

from django.db import models

from huoshui.kernel import clock
from huoshui.kernel.actor import Actor
from huoshui.kernel.tenancy import TenantManager, TenantModel, TenantQuerySet, acting


class LedgerManager(TenantManager):
    """Wall A of the ledger: another one than that of business rows, as another person reads it."""

    def get_queryset(self) -> TenantQuerySet:
        rows = TenantQuerySet(self.model, using=self._db)
        actor = acting()
        return rows if actor is None else ledger_within(rows, actor)


def ledger_within(rows: TenantQuerySet, actor: Actor) -> TenantQuerySet:
    """What an audit administrator is to read, and everybody's own lines. Wall B says the same, see `walls.py`."""
    audited = models.Q(seat__gte=actor.audit.seat_lo, seat__lte=actor.audit.seat_hi)
    return rows.filter(audited | models.Q(user_id=actor.user_id) if actor.user_id else audited)


class LedgerLine(TenantModel):
    """Append-only: the application's role may insert and read, never change. Written by `ledger.py` alone."""

    at = models.DateTimeField("时间", default=clock.now)
    user_id = models.BigIntegerField("操作人")
    on_behalf_of = models.BigIntegerField("代办对象", default=0)  # the person acted for; 0: nobody else
    role = models.CharField("角色", max_length=16, default="", db_default="")  # in which the person acted
    channel = models.CharField("渠道", max_length=16)
    verb = models.CharField("动作", max_length=64)
    outcome = models.CharField("结果", max_length=8, default="done")  # done | refused
    subject = models.CharField("对象", max_length=80)
    facts = models.JSONField("要点", default=dict)

    objects: ClassVar[LedgerManager] = LedgerManager()

    class Meta:
        app_label = "kernel"
        indexes = (
            models.Index(fields=["at", "id"], name="ledger_at"),
            models.Index(fields=["subject", "at"], name="ledger_subject"),
            models.Index(fields=["user_id", "at"], name="ledger_user"),
            models.Index(fields=["verb", "at"], name="ledger_verb"),
        )

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
