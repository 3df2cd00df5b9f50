"""Code tables as they were loaded, several editions side by side, and what the patents of institutions add up to."""

from django.db import models

from huoshui.classification.rules import TABLES
from huoshui.kernel import clock
from huoshui.kernel.tenancy import TenantModel

STANDINGS = {"official": "官方", "local": "本地"}


class TableEdition(models.Model):
    """One file as loaded. Of each table at most one edition is active; without one, the package's own holds."""

    table = models.CharField("参照表", max_length=24, choices=list(TABLES.items()))
    edition = models.CharField("版本", max_length=80)
    standing = models.CharField("性质", max_length=8, choices=list(STANDINGS.items()))
    source = models.CharField("来源", max_length=255, blank=True)
    file_name = models.CharField("文件", max_length=255)
    digest = models.CharField("SHA-256", max_length=64)
    entries = models.IntegerField("条目数")
    active = models.BooleanField("在用", default=False)
    loaded_at = models.DateTimeField("载入时间", default=clock.now)
    loaded_by = models.BigIntegerField("载入人")
    loaded_by_name = models.CharField("载入人姓名", max_length=64)

    class Meta:
        verbose_name = "参照表"
        constraints = (
            models.UniqueConstraint(fields=["table", "edition"], name="table_edition_once"),
            models.UniqueConstraint(fields=["table"], condition=models.Q(active=True), name="table_active_once"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.edition}"


class TableEntry(models.Model):
    """One row of a table. `symbol` is an IPC pattern, where the table starts from one."""

    edition = models.ForeignKey(TableEdition, models.CASCADE, related_name="rows")
    line = models.IntegerField("行")
    symbol = models.CharField("IPC", max_length=64, blank=True)
    code = models.CharField("代码", max_length=24)
    label = models.TextField("名称", blank=True)
    parent = models.CharField("上级", max_length=64, blank=True)
    include = models.JSONField("包含词", default=list)
    exclude = models.JSONField("排除词", default=list)

    class Meta:
        indexes = (models.Index(fields=["edition", "code"], name="table_entry_code"),)

    def __str__(self) -> str:
        return f"{self.symbol} {self.code}"


class Tally(TenantModel):
    """How many patents of an institution count for a code: whole ones, and shares that add up over a scheme."""

    scheme = models.CharField("类别", max_length=20)
    code = models.CharField("代码", max_length=24)
    patents = models.IntegerField("件数")
    share = models.FloatField("份额")
    counted_at = models.DateTimeField("计算时间")
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        verbose_name = "产业归属统计"
        indexes = (models.Index(fields=["org_id", "scheme"], name="tally_by_org"),)

    def __str__(self) -> str:
        return f"{self.org_id} {self.scheme} {self.code}"
