"""Searches as kept by a person in one role of one organisation, and which patents have changed lately."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel
from huoshui.watches.rules import LONGEST_NAME, LONGEST_QUERY, RHYTHMS


class Watch(TenantModel):
    """`query` is that of the page's address. Runs are the loads up to which news were looked at, or told."""

    user_id = models.BigIntegerField("订阅人", db_index=True)
    role = models.CharField("身份", max_length=16)
    for_user_id = models.BigIntegerField("代办对象", default=0)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    query = models.CharField("检索条件", max_length=LONGEST_QUERY)
    rhythm = models.CharField("提醒", max_length=8, choices=list(RHYTHMS.items()))
    at = models.DateTimeField("保存时间", auto_now_add=True)
    seen_at = models.DateTimeField("上次查看")
    seen_run = models.BigIntegerField("上次查看到的导入批次")
    told_at = models.DateTimeField("上次提醒")
    news = models.IntegerField("未看的新结果", default=0)

    class Meta:
        verbose_name = "检索订阅"

    def __str__(self) -> str:
        return self.name


class Changed(models.Model):
    """When the right in a patent last became another one: a load of the base library is told by its own number."""

    patent_id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.patent_id)
