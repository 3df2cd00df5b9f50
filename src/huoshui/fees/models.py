"""One row a patent in force with its next annual fee, worked out; what a unit says of it; reductions on record."""

from django.db import models

from huoshui.fees.rules import BASES, MARKS, PHASES
from huoshui.kernel.tenancy import TenantModel


class AnnualFee(TenantModel):
    """Worked out for `computed_for`, and so it stands until `changes_on`. Amounts are whole yuan."""

    patent = models.OneToOneField("patents.Patent", models.CASCADE, related_name="+", verbose_name="专利")
    phase = models.CharField("缴费状态", max_length=8, choices=list(PHASES.items()))
    basis = models.CharField("依据", max_length=8, choices=list(BASES.items()))
    said_on = models.DateField("依据日期", null=True)
    paid_through = models.SmallIntegerField("已缴至年度")
    unverified = models.JSONField("缴费情况不明的年度", default=list)
    year = models.SmallIntegerField("年度")  # 0: no further fee
    next_on = models.DateField("应缴日")  # with no further fee, the day the term ends
    grace_until = models.DateField("补缴期届满日", null=True)
    full_yuan = models.IntegerField("全额年费（元）")
    amount_yuan = models.IntegerField("应缴金额（元）")
    late_fee_yuan = models.IntegerField("滞纳金（元）")
    cost_to_expiry_yuan = models.IntegerField("到期前还需缴纳（元）")
    reduced_years = models.SmallIntegerField("减缴年数", default=0)
    to_drop = models.BooleanField("拟放弃", default=False)
    computed_for = models.DateField("推算日")
    changes_on = models.DateField("下次变化日")
    demonstration = models.BooleanField("示例数据", default=False)

    org_name: str  # given by `queries.fees_in_view`

    class Meta:
        indexes = (
            models.Index(fields=["next_on", "id"], name="fee_by_day"),
            models.Index(fields=["cost_to_expiry_yuan", "id"], name="fee_by_cost"),
            models.Index(fields=["changes_on", "id"], name="fee_by_change"),
        )

    def __str__(self) -> str:
        return f"{self.patent_id} {self.year} {self.phase}"


class FeeMark(TenantModel):
    """What the unit itself says: a fee was paid, or the patent is to be let go. Taken back, it stays with its end."""

    patent = models.ForeignKey("patents.Patent", models.CASCADE, related_name="+", verbose_name="专利")
    mark = models.CharField("标注", max_length=8, choices=list(MARKS.items()))
    year = models.SmallIntegerField("年度", default=0)
    paid_on = models.DateField("缴费日期", null=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    by = models.BigIntegerField("标注人")
    at = models.DateTimeField("标注时间")
    ended_at = models.DateTimeField("撤回时间", null=True)
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patent", "mark", "year"], condition=models.Q(ended_at=None), name="fee_mark_once"
            ),
        )
        indexes = (models.Index(fields=["by", "id"], name="fee_mark_by"),)

    def __str__(self) -> str:
        return f"{self.patent_id} {self.mark} {self.year}"


class FeeReduction(TenantModel):
    """What an institution said of its reduction; the latest row counts. `years` 0: none on record."""

    years = models.SmallIntegerField("减缴年数")
    by = models.BigIntegerField("登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        indexes = (models.Index(fields=["org_id", "at"], name="fee_reduction_of"),)

    def __str__(self) -> str:
        return f"{self.org_id} {self.years}"
