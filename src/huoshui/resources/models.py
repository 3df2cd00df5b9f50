"""Published copies. This table stands outside the tenant wall on purpose: everything in it is public.

An institution's own rows are narrowed in `queries`, by the place it was published from.
"""

from django.db import models
from django.db.models import F, Q

from huoshui.resources import states
from huoshui_core.standards import load

PATENT, DOSSIER = load("patent"), load("dossier")


class LibraryEntry(models.Model):
    """`revision` counts changes; `indexed_revision` is the one the search index knows."""

    patent_id = models.BigIntegerField(unique=True)
    dossier_id = models.BigIntegerField()
    number = models.CharField("公布号", max_length=24, unique=True)
    publication_no = models.CharField(PATENT.field("publication_no").label, max_length=24, blank=True)
    application_no = models.CharField(PATENT.field("application_no").label, max_length=24, blank=True)
    kind = models.CharField(PATENT.field("kind").label, max_length=16)
    title = models.CharField(PATENT.field("title").label, max_length=500)
    abstract = models.TextField(PATENT.field("abstract").label, blank=True)
    first_claim = models.TextField(PATENT.field("first_claim").label, blank=True)
    classes = models.JSONField(PATENT.field("classes").label, default=list)
    subclass = models.CharField("IPC 小类", max_length=4, blank=True)
    technical_field = models.SmallIntegerField("WIPO 技术领域", default=0)
    institution_id = models.BigIntegerField(db_index=True)
    institution = models.CharField("单位", max_length=200)
    region = models.IntegerField("行政区划代码")
    line = models.SmallIntegerField("条线")
    seat = models.BigIntegerField("席位")
    line_seat = models.BigIntegerField("条线席位")
    industries = models.JSONField(DOSSIER.field("industry_codes").label, default=list)
    scene = models.TextField(DOSSIER.field("scene").label, blank=True)
    prospects = models.TextField(DOSSIER.field("prospects").label, blank=True)
    maturity = models.SmallIntegerField(DOSSIER.field("maturity").label, null=True)
    willingness = models.JSONField(DOSSIER.field("willingness").label, default=list)
    implementation = models.CharField(DOSSIER.field("implementation").label, max_length=16, blank=True)
    legal_status = models.CharField(PATENT.field("legal_status").label, max_length=16, blank=True)
    expires_on = models.DateField("保护期限届满日", null=True)
    as_of = models.DateField("数据日期")
    listed_on = models.DateField("入库日期")
    status = models.CharField("状态", max_length=16, choices=list(states.LABELS.items()), default=states.LISTED)
    reason = models.CharField("原因", max_length=16, choices=list(states.REASONS.items()), blank=True)
    reason_text = models.CharField("原因说明", max_length=200, blank=True)
    changed_at = models.DateTimeField("更新时间")
    fingerprint = models.CharField(max_length=32)
    revision = models.IntegerField(default=1)
    indexed_revision = models.IntegerField(default=0)
    demonstration = models.BooleanField("示例数据", default=False)

    class Meta:
        indexes = (
            models.Index(fields=["seat", "id"], name="entry_seat"),
            models.Index(fields=["line_seat", "id"], name="entry_line_seat"),
            models.Index(fields=["changed_at", "id"], name="entry_changed"),
            models.Index(fields=["expires_on"], condition=Q(status=states.LISTED), name="entry_expires"),
            models.Index(fields=["id"], condition=~Q(revision=F("indexed_revision")), name="entry_not_indexed"),
        )

    def __str__(self) -> str:
        return self.number
