"""Names that wait for a person, with what was decided; and the counts of each institution's library."""

from django.db import models

from huoshui.curation import states
from huoshui.kernel.tenancy import TenantModel
from huoshui.patents.public import FIELDS

__all__ = ["FIELDS", "NameReview", "QualityFigures"]


class NameReview(TenantModel):
    """A name that a load opened an institution under. `subject_id` is that institution, also after it has been merged.

    `proposals`: [{"id", "name", "score", "reasons"}], best first, as worked out at `refreshed_at`.
    """

    subject_id = models.BigIntegerField("单位", unique=True)
    name = models.CharField("名称", max_length=200)
    region = models.IntegerField("行政区划代码")
    patents = models.IntegerField("专利件数")
    titles = models.JSONField("专利示例", default=list)
    proposals = models.JSONField("建议", default=list)
    best_name = models.CharField("首选建议", max_length=200, blank=True)
    best_score = models.SmallIntegerField("建议得分", default=0)
    state = models.CharField("状态", max_length=8, choices=list(states.LABELS.items()), default=states.OPEN)
    target_id = models.BigIntegerField("并入单位", null=True)
    target_name = models.CharField("并入单位名称", max_length=200, blank=True)
    reason = models.CharField("依据", max_length=500, blank=True)
    decided_at = models.DateTimeField("复核时间", null=True)
    decided_by = models.BigIntegerField("复核人", null=True)
    refreshed_at = models.DateTimeField("计算时间")
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        indexes = (
            models.Index(fields=["state", "patents", "id"], name="name_review_by_patents"),
            models.Index(fields=["state", "best_score", "id"], name="name_review_by_score"),
        )

    def __str__(self) -> str:
        return self.name


class QualityFigures(TenantModel):
    """Counted at `counted_at`: `totals` kind → rows, `missing` kind → field → rows, `ages` source → date → rows."""

    totals = models.JSONField("件数", default=dict)
    missing = models.JSONField("缺项", default=dict)
    ages = models.JSONField("数据日期", default=dict)
    unconfirmed = models.IntegerField("归属待核对", default=0)
    counted_at = models.DateTimeField("统计时间")
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        indexes = (models.Index(fields=["org_id"], name="quality_by_org"),)

    def __str__(self) -> str:
        return f"{self.org_id} {self.counted_at:%Y-%m-%d}"
