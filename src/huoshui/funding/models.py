"""One row a patent: whether public money paid for it, who said so, and how its five-year clock stands."""

from django.db import models

from huoshui.funding import states
from huoshui.funding.rules import FUNDED, IMPLEMENTATION, ORIGINS, STANDARD
from huoshui.kernel.tenancy import TenantModel


def _choices(field: str) -> list[tuple[str, str]]:
    codes = STANDARD.field(field).codes
    return list(codes.values.items()) if codes else []


class Declaration(TenantModel):
    """Opened with the patent, so that what nobody declared is a row too. Without grant `clock_ends_on` is far away."""

    patent = models.OneToOneField("patents.Patent", models.CASCADE, related_name="+", verbose_name="专利")
    state = models.CharField("声明状态", max_length=10, choices=list(states.LABELS.items()), default=states.NOTED)
    is_funded = models.CharField("财政资助", max_length=8, choices=list(FUNDED.items()), default="unknown")
    origin = models.CharField("来源", max_length=10, choices=list(ORIGINS.items()), blank=True, default="")
    declared_on = models.DateField("声明日期", null=True)
    declared_by = models.BigIntegerField("声明人", default=0)
    granted_on = models.DateField("授权公告日", null=True)
    clock_ends_on = models.DateField("满五年日")
    implementation = models.CharField(
        "实施状态", max_length=16, choices=list(IMPLEMENTATION.items()), blank=True, default=""
    )
    implementation_on = models.DateField("实施状态日期", null=True)
    projects = models.SmallIntegerField("项目数", default=0)
    has_reason = models.BooleanField("已登记理由", default=False)
    changed_at = models.DateTimeField("更新时间")
    demonstration = models.BooleanField("示例数据", default=False)

    org_name: str  # given by `queries.declarations_in_view`

    class Meta:
        indexes = (
            models.Index(fields=["clock_ends_on", "id"], name="funding_by_clock"),
            models.Index(fields=["is_funded", "clock_ends_on"], name="funding_funded"),
            models.Index(fields=["changed_at", "id"], name="funding_by_change"),
            models.Index(fields=["declared_by", "id"], name="funding_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.patent_id} {self.is_funded}"


class Project(TenantModel):
    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="project_rows", verbose_name="声明")
    funder = models.CharField("资助部门", max_length=16, choices=_choices("funder"), blank=True)
    programme = models.CharField("计划类别", max_length=16, choices=_choices("programme"), blank=True)
    project_no = models.CharField("项目编号", max_length=100, blank=True)
    project_name = models.CharField("项目名称", max_length=300, blank=True)
    undertaker = models.CharField("承担单位", max_length=200, blank=True)
    key = models.CharField(max_length=300)  # `rules.ProjectFacts.key`
    origin = models.CharField("来源", max_length=10, choices=list(ORIGINS.items()), blank=True)
    added_by = models.BigIntegerField("登记人", default=0)
    added_at = models.DateTimeField("登记时间")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["declaration", "key"], name="funding_project_once"),)

    def __str__(self) -> str:
        return self.project_no or self.project_name


class Reason(TenantModel):
    """Why a funded patent has not been put to use, in the unit's own words. Taken back, it stays with its end."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="reason_rows", verbose_name="声明")
    text = models.CharField("理由", max_length=2_000)
    by = models.BigIntegerField("登记人")
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        indexes = (models.Index(fields=["declaration", "at"], name="funding_reason_of"),)

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.at:%Y-%m-%d}"
