"""One profile an enterprise. The person to call stands with the contacts, in the room of personal information."""

from django.db import models

from huoshui.enterprises.rules import STANDARD
from huoshui.kernel.tenancy import TenantModel


def _label(field: str) -> str:
    return STANDARD.field(field).label


class EnterpriseProfile(TenantModel):
    business_scope = models.TextField(_label("business_scope"), blank=True)
    products = models.JSONField(_label("products"), default=list)
    enterprise_types = models.JSONField(_label("enterprise_types"), default=list)
    industry_codes = models.JSONField(_label("industry_codes"), default=list)
    need_text = models.TextField(_label("need_text"), blank=True)
    ipc_profile = models.JSONField(_label("ipc_profile"), default=dict)
    sample_titles = models.JSONField(_label("sample_titles"), default=list)
    n_publications = models.IntegerField(_label("n_publications"), default=0)
    is_own = models.BooleanField("企业自行维护", default=False)
    version = models.IntegerField("版本", default=1)
    source = models.CharField("数据来源", max_length=255)
    as_of = models.DateField("数据日期")
    demonstration = models.BooleanField("示例数据", default=False)

    org_name: str  # given by `queries.named_profiles`

    class Meta:
        constraints = (models.UniqueConstraint(fields=["org_id"], name="enterprise_profile_once"),)
        indexes = (models.Index(fields=["n_publications", "id"], name="profile_by_publications"),)

    def __str__(self) -> str:
        return f"enterprise {self.org_id}"
