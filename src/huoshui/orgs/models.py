"""The directory of organisations. Names and places are public facts, so it stands outside the tenant wall."""

from django.db import models

KINDS = {
    "department": "管理部门",
    "institution": "高校院所医院",
    "college": "院系",
    "enterprise": "企业",
    "agency": "服务机构",
    "bank": "银行",
    "insurer": "保险机构",
    "investor": "投资机构",
    "association": "行业组织",
}
INSTITUTION_TYPES = {"university": "高校", "institute": "科研机构", "hospital": "医院", "": "—"}
STANDINGS = {"confirmed": "已核对", "unconfirmed": "待核对"}


class Organisation(models.Model):
    name = models.CharField("单位名称", max_length=200)
    kind = models.CharField("类别", max_length=16, choices=list(KINDS.items()))
    institution_type = models.CharField("机构类型", max_length=16, choices=list(INSTITUTION_TYPES.items()), blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级单位")
    region = models.IntegerField("行政区划代码")
    line = models.SmallIntegerField("条线")
    serial = models.IntegerField("区划内序号")
    seat = models.BigIntegerField("席位", unique=True)
    line_seat = models.BigIntegerField("条线席位", unique=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    register_code = models.CharField("主管部门标识码", max_length=20, blank=True)
    standing = models.CharField("核对状态", max_length=16, choices=list(STANDINGS.items()), default="confirmed")
    two_step_review = models.BooleanField("院系初审后再由单位终审", default=True)
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["uscc"], condition=~models.Q(uscc=""), name="organisation_uscc_once"),
        )
        indexes = (models.Index(fields=["kind", "region"]),)

    def __str__(self) -> str:
        return self.name


class OrganisationName(models.Model):
    """Every name an organisation is found under, folded by `huoshui_core.text.organisation_key`."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    side = models.CharField(max_length=16)  # institution | enterprise | department: a name is unique on its side
    name = models.CharField("名称", max_length=200)
    key = models.CharField("归一名称", max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["side", "key"], name="organisation_name_once"),)

    def __str__(self) -> str:
        return self.name
