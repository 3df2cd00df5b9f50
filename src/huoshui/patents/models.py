"""The patents of institutions as published, and the record of every import. Columns follow the `patent` standard."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel
from huoshui_core.standards import load

STANDARD = load("patent")
ATTRIBUTIONS = {"matched": "已核对", "unconfirmed": "待核对"}
RUN_STATES = {"checked": "已检查，未导入", "done": "已导入"}


def _choices(field: str) -> list[tuple[str, str]]:
    codes = STANDARD.field(field).codes
    return list(codes.values.items()) if codes else []


def _label(field: str) -> str:
    return STANDARD.field(field).label


class ImportRun(TenantModel):
    """One reading of one file. A checked run keeps its uploaded file until it is confirmed or given up."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user_id = models.BigIntegerField("操作人")
    channel = models.CharField("渠道", max_length=16)
    file_name = models.CharField("文件", max_length=255)
    format = models.CharField("格式", max_length=16)
    digest = models.CharField("SHA-256", max_length=64)
    upload = models.CharField("暂存文件", max_length=64, blank=True)
    owner = models.CharField("指定单位", max_length=200, blank=True)
    state = models.CharField("状态", max_length=16, choices=list(RUN_STATES.items()))
    rows = models.IntegerField("总行数", default=0)
    new = models.IntegerField("新增", default=0)
    changed = models.IntegerField("更新", default=0)
    same = models.IntegerField("未变", default=0)
    superseded = models.IntegerField("重复或较早文本", default=0)
    refused = models.IntegerField("有误", default=0)
    out_of_scope = models.IntegerField("非存量范围", default=0)
    unmatched = models.IntegerField("待核对单位", default=0)
    problems = models.JSONField("问题", default=list)
    notices = models.JSONField("已按号码更正", default=list)
    unmatched_names = models.JSONField("待核对单位名单", default=list)
    out_of_scope_names = models.JSONField("非存量范围名单", default=list)

    class Meta:
        indexes = (models.Index(fields=["at", "id"], name="import_run_at"),)

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class Patent(TenantModel):
    """One row a patent of one institution: the grant takes the place of the application it came from."""

    publication_no = models.CharField(_label("publication_no"), max_length=24, blank=True)
    application_no = models.CharField(_label("application_no"), max_length=24, blank=True)
    kind = models.CharField(_label("kind"), max_length=16, choices=_choices("kind"))
    stage = models.CharField(_label("stage"), max_length=16, choices=_choices("stage"))
    title = models.CharField(_label("title"), max_length=500)
    abstract = models.TextField(_label("abstract"), blank=True)
    first_claim = models.TextField(_label("first_claim"), blank=True)
    applicants = models.JSONField(_label("applicants"), default=list)
    applicant_types = models.JSONField(_label("applicant_types"), default=list)
    inventors = models.JSONField(_label("inventors"), default=list)
    filing_date = models.DateField(_label("filing_date"), null=True)
    publication_date = models.DateField(_label("publication_date"))
    grant_date = models.DateField(_label("grant_date"), null=True)
    main_class = models.CharField(_label("main_class"), max_length=32, blank=True)
    classes = models.JSONField(_label("classes"), default=list)
    subclass = models.CharField("IPC 小类", max_length=4, blank=True)
    province = models.CharField(_label("province"), max_length=30, blank=True)
    city = models.CharField(_label("city"), max_length=40, blank=True)
    legal_status = models.CharField(_label("legal_status"), max_length=16, choices=_choices("legal_status"), blank=True)
    expires_on = models.DateField("保护期限届满日", null=True)
    attribution = models.CharField("归属", max_length=16, choices=list(ATTRIBUTIONS.items()))
    content_hash = models.CharField(max_length=32)
    source = models.CharField("数据来源", max_length=255)
    as_of = models.DateField("数据日期")
    import_run_id = models.BigIntegerField("导入批次", db_index=True)
    demonstration = models.BooleanField("示例数据", default=False)

    org_name: str  # given by `queries.patents_in_view`

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["org_id", "publication_no"],
                condition=~models.Q(publication_no=""),
                name="patent_publication_once",
            ),
            models.UniqueConstraint(
                fields=["org_id", "application_no"],
                condition=~models.Q(application_no=""),
                name="patent_application_once",
            ),
        )
        indexes = (
            models.Index(fields=["publication_date", "id"], name="patent_by_publication_date"),
            models.Index(fields=["publication_no", "id"], name="patent_by_publication_no"),
        )

    def __str__(self) -> str:
        return self.publication_no or self.application_no
