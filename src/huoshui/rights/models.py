"""What happened to patents, as it was announced, and what follows from it today. Events are only ever added."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel
from huoshui_core.rights import LABELS, STATUSES
from huoshui_core.standards import load

STANDARDS = {"events": load("patent_event"), "fees": load("annual_fee")}
SUBJECTS = {"events": "法律事件", "fees": "年费缴纳"}
RUN_STATES = {"checked": "已检查，未导入", "done": "已导入"}


class EventRun(TenantModel):
    """One reading of one file of events or payments. A checked run keeps its upload until it is confirmed or given up.

    `as_of` is the day of the list where somebody stated it.
    """

    at = models.DateTimeField("时间", auto_now_add=True)
    user_id = models.BigIntegerField("操作人")
    channel = models.CharField("渠道", max_length=16)
    subject = models.CharField("内容", max_length=8, choices=list(SUBJECTS.items()))
    file_name = models.CharField("文件", max_length=255)
    digest = models.CharField("SHA-256", max_length=64)
    upload = models.CharField("暂存文件", max_length=64, blank=True)
    as_of = models.DateField("清单日期", null=True)
    state = models.CharField("状态", max_length=16, choices=list(RUN_STATES.items()))
    rows = models.IntegerField("总行数", default=0)
    new = models.IntegerField("新增", default=0)
    same = models.IntegerField("已有", default=0)
    refused = models.IntegerField("有误", default=0)
    unmatched = models.IntegerField("未找到专利", default=0)
    patents = models.IntegerField("涉及专利", default=0)
    problems = models.JSONField("问题", default=list)
    unmatched_numbers = models.JSONField("未找到的号码", default=list)

    class Meta:
        indexes = (models.Index(fields=["at", "id"], name="event_run_at"),)

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class LegalEvent(TenantModel):
    """One fact, once: the same content from another file is the same row. Only a move of its owner changes it."""

    patent_id = models.BigIntegerField("专利")
    kind = models.CharField("事件", max_length=24, choices=list(LABELS.items()))
    code = models.CharField("公报代码", max_length=8, blank=True)
    happened_on = models.DateField("日期")
    effective_on = models.DateField("生效日", null=True)
    announced_on = models.DateField("公告日", null=True)
    before = models.CharField("变更前", max_length=500, blank=True)
    after = models.CharField("变更后", max_length=500, blank=True)
    party = models.CharField("相对人", max_length=500, blank=True)
    filing_no = models.CharField("备案（登记）号", max_length=64, blank=True)
    year = models.SmallIntegerField("年度", default=0)
    facts = models.JSONField("其他内容", default=dict)  # licence, share, until, detail, amount_yuan, late_fee_yuan
    title = models.CharField("专利名称", max_length=500)
    number = models.CharField("专利号", max_length=24)
    source = models.CharField("来源", max_length=255)
    source_rank = models.SmallIntegerField("来源等级", default=0)
    as_of = models.DateField("数据日期")
    run_id = models.BigIntegerField("导入批次", db_index=True)
    content_hash = models.CharField(max_length=32)
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["patent_id", "content_hash"], name="legal_event_once"),)
        indexes = (models.Index(fields=["happened_on", "id"], name="legal_event_by_day"),)

    def __str__(self) -> str:
        return f"{self.number} {self.code or self.kind}"


class KnownRight(TenantModel):
    """What follows today from the events of one patent: kept to see changes, and for what only the calendar changes."""

    patent_id = models.BigIntegerField("专利", unique=True)
    status = models.CharField("权利状态", max_length=16, choices=list(STATUSES.items()))
    legal_status = models.CharField("法律状态", max_length=16, blank=True)
    expires_on = models.DateField("保护期限届满日", null=True)
    is_barred = models.BooleanField("不能对外提供", default=False)
    why = models.CharField("不能提供的原因", max_length=200, blank=True)
    doubts = models.IntegerField("疑点", default=0)
    looks_again_on = models.DateField("下次推算", null=True, db_index=True)
    worked_out_on = models.DateField("推算日期")

    def __str__(self) -> str:
        return f"{self.patent_id} {self.status}"
