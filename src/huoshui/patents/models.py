"""The patents of institutions as published, and the record of every import. Columns follow the `patent` standard."""

from django.db import models

from huoshui.kernel.tenancy import TenantModel
from huoshui.patents import states
from huoshui.patents.rules import SOURCE_LABELS
from huoshui_core.standards import load

STANDARD = load("patent")
ATTRIBUTIONS = {"matched": "已核对", "unconfirmed": "待核对"}
RUN_STATES = states.IMPORT.labels
STATUS_BASES = {"stated": "来源所述", "events": "由法律事件推算"}
NO_NAMES, NO_ORIGINS = models.Value([], models.JSONField()), models.Value({}, models.JSONField())
DISAGREEMENT_STATES = states.DISAGREEMENT.labels


def _choices(field: str) -> list[tuple[str, str]]:
    codes = STANDARD.field(field).codes
    return list(codes.values.items()) if codes else []


def _label(field: str) -> str:
    return STANDARD.field(field).label


class ImportRun(TenantModel):
    """One reading of one file. `spool` names the folder of what its check found, `next_row` where the load goes on."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user_id = models.BigIntegerField("操作人")
    channel = models.CharField("渠道", max_length=16)
    file_name = models.CharField("文件", max_length=255)
    format = models.CharField("格式", max_length=16)
    digest = models.CharField("SHA-256", max_length=64)
    upload = models.CharField("暂存文件", max_length=64, blank=True)
    owner = models.CharField("指定单位", max_length=200, blank=True)
    source_kind = models.CharField(
        "来源类别", max_length=16, choices=list(SOURCE_LABELS.items()), blank=True, default="", db_default=""
    )
    as_of = models.DateField("数据日期", null=True)
    headings = models.JSONField("栏目对应", default=dict, db_default=NO_ORIGINS)
    columns = models.JSONField("所读栏目", default=dict, db_default=NO_ORIGINS)
    spool = models.CharField("检查结果", max_length=64, blank=True, db_default="")
    owners = models.JSONField("涉及单位", default=list, db_default=NO_NAMES)
    skip_bad_rows = models.BooleanField("跳过有误的行", default=False, db_default=False)
    next_row = models.BigIntegerField("已处理到", default=0, db_default=0)
    last_row = models.BigIntegerField("最后一行", default=0, db_default=0)
    part = models.IntegerField("已完成批数", default=0, db_default=0)
    applied_new = models.IntegerField("已新增", default=0, db_default=0)
    applied_changed = models.IntegerField("已更新", default=0, db_default=0)
    problem_count = models.IntegerField("问题数", default=0, db_default=0)
    disagreements = models.IntegerField("来源不一致", default=0, db_default=0)
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
    problem_kinds = models.JSONField("问题种类", default=list, db_default=NO_NAMES)
    notices = models.JSONField("已按号码更正", default=list)
    unmatched_names = models.JSONField("待核对单位名单", default=list)
    out_of_scope_names = models.JSONField("非存量范围名单", default=list)

    class Meta:
        indexes = (models.Index(fields=["at", "id"], name="import_run_at"),)

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class SourceColumns(TenantModel):
    """Which column of a kind of file answers which field, as somebody of the organisation has confirmed it."""

    fingerprint = models.CharField("栏目特征", max_length=64)
    headings = models.JSONField("栏目对应", default=dict)
    source_kind = models.CharField("来源类别", max_length=16, choices=list(SOURCE_LABELS.items()), default="other")
    user_id = models.BigIntegerField("确认人")
    at = models.DateTimeField("确认时间", auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["org_id", "fingerprint"], name="source_columns_once"),)

    def __str__(self) -> str:
        return self.fingerprint


class Patent(TenantModel):
    """One row a patent of one institution: the grant takes the place of the application it came from."""

    publication_no = models.CharField(_label("publication_no"), max_length=24, blank=True)
    application_no = models.CharField(_label("application_no"), max_length=24, blank=True)
    kind = models.CharField(_label("kind"), max_length=16, choices=_choices("kind"))
    stage = models.CharField(_label("stage"), max_length=16, choices=_choices("stage"))
    title = models.CharField(_label("title"), max_length=500)
    abstract = models.TextField(_label("abstract"), blank=True)
    first_claim = models.TextField(_label("first_claim"), blank=True)
    claims = models.TextField("权利要求书", blank=True, db_default="")
    agency = models.CharField("代理机构", max_length=200, blank=True, db_default="")
    priority = models.JSONField(_label("priority"), default=list, db_default=NO_NAMES)
    agents = models.JSONField("代理师", default=list, db_default=NO_NAMES)
    family = models.CharField("同族编号", max_length=64, blank=True, db_default="")
    owner_code = models.CharField(_label("owner_code"), max_length=18, blank=True, db_default="")
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
    # What holds today, worked out; `stated_status` is what the last source said of it on `stated_on`.
    legal_status = models.CharField(_label("legal_status"), max_length=16, choices=_choices("legal_status"), blank=True)
    status_basis = models.CharField(
        "状态依据", max_length=8, choices=list(STATUS_BASES.items()), default="stated", db_default="stated"
    )
    stated_status = models.CharField("来源所述法律状态", max_length=16, blank=True, db_default="")
    stated_on = models.DateField("来源所述日期", null=True)
    expires_on = models.DateField("保护期限届满日", null=True)
    attribution = models.CharField("归属", max_length=16, choices=list(ATTRIBUTIONS.items()))
    content_hash = models.CharField(max_length=32)
    source = models.CharField("数据来源", max_length=255)
    source_rank = models.SmallIntegerField("来源等级", default=0, db_default=0)
    as_of = models.DateField("数据日期")
    # Where a field comes from another source than the row: {field: [source, rank, as of]}.
    origins = models.JSONField("各项来源", default=dict, db_default=NO_ORIGINS)
    import_run_id = models.BigIntegerField("导入批次")
    import_part = models.IntegerField("导入分批", default=0, db_default=0)
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
            models.Index(fields=["import_run_id", "import_part"], name="patent_by_import"),
        )

    def __str__(self) -> str:
        return self.publication_no or self.application_no


class Disagreement(TenantModel):
    """Two sources say different things of one field, and the rule of ranks did not settle it: a person does."""

    patent_id = models.BigIntegerField("专利", db_index=True)
    field = models.CharField("项目", max_length=32)
    kept = models.JSONField("现值")
    kept_source = models.CharField("现值来源", max_length=255)
    kept_rank = models.SmallIntegerField("现值来源等级")
    kept_as_of = models.DateField("现值日期")
    other = models.JSONField("另一来源的值")
    other_source = models.CharField("另一来源", max_length=255)
    other_rank = models.SmallIntegerField("另一来源等级")
    other_as_of = models.DateField("另一来源日期")
    import_run_id = models.BigIntegerField("导入批次")
    state = models.CharField("状态", max_length=8, choices=list(DISAGREEMENT_STATES.items()), default="open")
    at = models.DateTimeField("发现时间", auto_now_add=True)
    settled_at = models.DateTimeField("核对时间", null=True)
    settled_by = models.BigIntegerField("核对人", null=True)
    reason = models.CharField("核对说明", max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["patent_id", "field"], condition=models.Q(state="open"), name="disagreement_open_once"
            ),
        )
        indexes = (models.Index(fields=["state", "at", "id"], name="disagreement_by_state"),)

    def __str__(self) -> str:
        return f"{self.patent_id} {self.field} {self.state}"
