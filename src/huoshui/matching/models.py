"""A match is kept once for each side, each row behind the wall of the side that reads it."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel


class MatchRun(models.Model):
    """One computation over the whole library. Holds counts only, so it stands outside the wall."""

    model_version = models.CharField("模型版本", max_length=32)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    entries = models.IntegerField("参与专利", default=0)
    enterprises = models.IntegerField("参与企业", default=0)
    pairs = models.IntegerField("匹配对数", default=0)

    def __str__(self) -> str:
        return f"{self.model_version} #{self.pk}"


class Match(TenantModel):
    """What both sides' rows say alike."""

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="+")
    entry_id = models.BigIntegerField("库内条目")
    publication_no = models.CharField("公开（公告）号", max_length=32)
    title = models.CharField("专利名称", max_length=500)
    enterprise_id = models.BigIntegerField("企业")
    enterprise_name = models.CharField("企业名称", max_length=200)
    institution_name = models.CharField("专利权人", max_length=200)
    rank = models.IntegerField("名次")
    score = models.FloatField("匹配分")
    parts = models.JSONField("理由")
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.publication_no} {self.enterprise_name} {self.rank}"


class Candidate(Match):
    """An enterprise for a patent; belongs to the institution that owns the patent."""

    patent_id = models.BigIntegerField("专利")

    class Meta:
        indexes = (models.Index(fields=["org_id", "-score", "id"]), models.Index(fields=["entry_id", "rank"]))


class Recommendation(Match):
    """A patent for an enterprise; belongs to the enterprise."""

    class Meta:
        indexes = (models.Index(fields=["org_id", "rank"]),)
