"""What the base library needs of a row beyond the standard, or the reason why the row cannot enter."""

from datetime import date
from functools import lru_cache

from huoshui_core.reference import region_by_name

PUBLISHED_ONLY = frozenset({"pending", "refused"})
Fault = tuple[str, str, str]  # field, message, code


def stage_of(kind: str | None, legal_status: str | None) -> str:
    """Where no number and no date tells: utility models and designs are only published when granted."""
    if kind in {"utility", "design"}:
        return "granted"
    if legal_status:
        return "published" if legal_status in PUBLISHED_ONLY else "granted"
    return ""


def fault_of(kind: str | None, stage: str, published: date | None) -> Fault | None:
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
