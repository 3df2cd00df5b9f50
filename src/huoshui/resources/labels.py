"""What codes of an entry are called on pages, in exports and the API; names come from a standard or a code table."""

from collections.abc import Iterable

from huoshui.display.parts import Fact
from huoshui_core.reference import industry, region_by_code, wipo_fields
from huoshui_core.standards import Field, load

PATENT, DOSSIER = load("patent"), load("dossier")
KIND, LEGAL_STATUS = PATENT.field("kind"), PATENT.field("legal_status")
MATURITY, WILLINGNESS = DOSSIER.field("maturity"), DOSSIER.field("willingness")
IMPLEMENTATION, SCENE, PROSPECTS = DOSSIER.field("implementation"), DOSSIER.field("scene"), DOSSIER.field("prospects")
INDUSTRIES = DOSSIER.field("industry_codes")
NOT_STATED = "未载明"


def code(field: Field, value: object) -> str:
    """A code the list does not know is shown as it is."""
    key = "" if value is None else str(value)
    return field.codes.values.get(key, key) if field.codes else key


def codes(field: Field, values: Iterable[str]) -> str:
    return "、".join(code(field, value) for value in values)


def industry_name(key: str) -> str:
    found = industry(key)
    return found.name if found else key


def place(region: int) -> str:
    """Province and what lies in it, without saying a municipality twice."""
    found = region_by_code(region)
    if found is None:
        return ""
    province = region_by_code(found.province_code)
    return found.name if province is None or province == found else f"{province.name}{found.name}"


def region_name(key: str) -> str:
    found = region_by_code(key)
    return found.name if found else key


def technical_field_name(key: str | int) -> str:
    fields = wipo_fields()
    number = int(key)
    return fields[number - 1].name if 0 < number <= len(fields) else ""


def fact(field: Field, value: object, *, wide: bool = False) -> Fact:
    """A value with how official its list is."""
    if field.codes is None:
        return Fact(field.label, value, wide=wide)
    return Fact(field.label, value, field.codes.standing, field.codes.source, wide=wide)
