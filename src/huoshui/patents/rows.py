"""From a cleaned record of the standard to the columns of the base library, or to the reason why it cannot enter."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from huoshui.patents import rules
from huoshui_core.reference import region_by_name
from huoshui_core.standards.identifiers import is_locarno

PUBLISHED_ONLY = frozenset({"pending", "refused"})
Fault = tuple[str, str, str]  # field, message, code


def columns_of(values: Mapping[str, Any]) -> tuple[dict[str, Any], Fault | None]:
    """What the row says, by column; the base library needs more than the standard does: kind, stage, a date."""
    kind = values["kind"]
    stage = values["stage"] or _stage(kind, values["legal_status"])
    published = values["publication_date"] or values["grant_date"]
    main_class = values["main_class"] or ""
    columns = {
        "publication_no": values["publication_no"] or "",
        "application_no": values["application_no"] or "",
        "kind": kind,
        "stage": stage,
        "title": values["title"],
        "abstract": values["abstract"] or "",
        "first_claim": values["first_claim"] or "",
        "applicants": list(values["applicants"] or ()),
        "applicant_types": list(values["applicant_types"] or ()),
        "inventors": list(values["inventors"] or ()),
        "filing_date": values["filing_date"],
        "publication_date": published,
        "grant_date": values["grant_date"],
        "main_class": main_class,
        "classes": list(values["classes"] or ()),
        "subclass": "" if not main_class or is_locarno(main_class) else main_class[:4],
        "province": values["province"] or "",
        "city": values["city"] or "",
        "legal_status": values["legal_status"] or "",
        "expires_on": rules.expires_on(kind, stage, values["filing_date"]) if kind and stage else None,
    }
    return columns, _fault(kind, stage, published)


def _stage(kind: str | None, legal_status: str | None) -> str:
    """Where no number and no date tells: utility models and designs are only published when granted."""
    if kind in {"utility", "design"}:
        return "granted"
    if legal_status:
        return "published" if legal_status in PUBLISHED_ONLY else "granted"
    return ""


def _fault(kind: str | None, stage: str, published: date | None) -> Fault | None:
    if not kind:
        return "kind", "无法从号码得出专利类型，请填写", "kind_unknown"
    if not stage:
        return "stage", "无法判断是公布还是授权，请补充公开（公告）号、授权公告日或法律状态", "stage_unknown"
    if published is None:
        return "publication_date", "请填写公开（公告）日或授权公告日", "date_missing"
    return None


@lru_cache(maxsize=10_000)
def region_code(province: str, city: str) -> int:
    """The finest region the names agree on; 0 where the row names none that is known."""
    region = region_by_name(province, city) or region_by_name(province)
    return region.code if region and (province or city) else 0
