"""The directory of organisations. Names and places are public facts, so it stands outside the tenant wall."""

from django.db import models
from django.db.models.functions import Coalesce, NullIf

from huoshui.kernel import clock

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
STANDINGS = {"confirmed": "已核对", "unconfirmed": "待核对", "closed": "已终止", "merged": "已并入其他单位"}
GONE = ("closed", "merged")
NAME_KINDS = {"official": "现用名", "former": "曾用名", "alias": "别名", "short": "简称"}
CHANGES = {
    "renamed": "更名",
    "alias_added": "登记别名",
    "alias_ended": "停用别名",
    "alias_removed": "撤销登记有误的别名",
    "moved": "调整隶属",
    "merged": "并入其他单位",
    "absorbed": "并入重复单位",
    "parted": "撤销合并",
    "edited": "修改资料",
    "closed": "终止",
}


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
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="并入"
    )
    standing = models.CharField("核对状态", max_length=16, choices=list(STANDINGS.items()), default="confirmed")
    two_step_review = models.BooleanField("院系初审后再由单位终审", default=True)
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["uscc"], condition=~models.Q(uscc=""), name="organisation_uscc_once"),
        )
        indexes = (
            models.Index(fields=["kind", "region"]),
            models.Index(fields=["name", "id"], name="organisation_by_name"),
        )

    def __str__(self) -> str:
        return self.name


def _without(pattern: str, text: models.F | models.Func) -> models.Func:
    return models.Func(text, models.Value(pattern), models.Value(""), models.Value("g"), function="regexp_replace")


# A folded name without what is in brackets, legal form, 省 and 市: 「湖南省农科院（本部）」 is like 「湖南农科院」.
_PLAIN = _without("[省市]", _without(r"\([^)]*\)", models.F("key")))
LIKENESS = Coalesce(
    NullIf(_without("(股份|有限|责任|集团|总|公司)+$", _PLAIN), models.Value("")),
    models.F("key"),
    output_field=models.CharField(max_length=200),
)


class OrganisationName(models.Model):
    """Every name an organisation is found under, folded by `huoshui_core.text.organisation_key`.

    A name that has run out (`until`) still finds it: patents were filed under it.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    side = models.CharField(max_length=16)  # institution | enterprise | department: a name is unique on its side
    name = models.CharField("名称", max_length=200)
    key = models.CharField("归一名称", max_length=200)
    likeness = models.GeneratedField(
        expression=LIKENESS, output_field=models.CharField("比对名称", max_length=200), db_persist=True
    )
    kind = models.CharField("名称类别", max_length=16, choices=list(NAME_KINDS.items()), default="alias")
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["side", "key"], name="organisation_name_once"),)
        # Holds all that looking for what is alike reads: a whole side is gone through without its table.
        indexes = (models.Index(fields=["side", "likeness", "organisation"], name="organisation_name_alike"),)

    def __str__(self) -> str:
        return self.name


class OrganisationChange(models.Model):
    """What was different from which day on. Rows are only ever added.

    `former_seat` is a number the organisation has left: it is never given out again, since ledger lines keep it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changes")
    what = models.CharField("变更", max_length=16, choices=list(CHANGES.items()))
    before = models.CharField("变更前", max_length=400, blank=True)
    after = models.CharField("变更后", max_length=400, blank=True)
    on = models.DateField("生效日期")
    at = models.DateTimeField("登记时间", default=clock.now)
    by_user_id = models.BigIntegerField("登记人")
    by_org_id = models.BigIntegerField("登记单位")
    former_seat = models.BigIntegerField("原席位", null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["former_seat"], condition=~models.Q(former_seat=None), name="change_by_former_seat"),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.what} {self.on}"
