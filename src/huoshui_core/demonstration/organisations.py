"""Departments and institutions of the invented region."""

from typing import Any

from huoshui_core.demonstration import numbers
from huoshui_core.demonstration.model import Bureau, College, Institution, Intermediary
from huoshui_core.demonstration.people import names
from huoshui_core.demonstration.settings import packaged
from huoshui_core.reference import region_by_code

_INVENTORS_PER_COLLEGE = 14


def bureaus() -> tuple[Bureau, ...]:
    return tuple(Bureau(**entry) for entry in packaged("bureaus"))


def intermediaries() -> tuple[Intermediary, ...]:
    return tuple(Intermediary(**entry) for entry in packaged("intermediaries"))


def institutions(seed: int) -> tuple[Institution, ...]:
    return tuple(_institution(seed, index, entry) for index, entry in enumerate(packaged("institutions"), 1))


def _institution(seed: int, index: int, entry: dict[str, Any]) -> Institution:
    key, region = entry["key"], entry["region"]
    return Institution(
        key=key,
        record=_record(index, entry),
        region=region,
        line=entry["line"],
        kind=entry["kind"],
        share=entry["share"],
        progress=entry["progress"],
        colleges=tuple(
            College(
                key=college["key"],
                name=college["name"],
                fields=tuple(college["fields"]),
                inventors=names(seed, _INVENTORS_PER_COLLEGE, key, college["key"]),
            )
            for college in entry["colleges"]
        ),
    )


def _record(index: int, entry: dict[str, Any]) -> dict[str, Any]:
    region, kind = entry["region"], entry["kind"]
    province, city = place_names(region)
    return {
        "name": entry["name"],
        "moe_code": numbers.ministry_code(index, region=region) if kind == "university" else None,
        "uscc": numbers.credit_code(index, registrar="12", region=region),
        "province": province,
        "city": city,
        "authority": entry["authority"],
        "level": entry.get("level"),
        "kind": kind,
        "region_code": f"{region:06}",
    }


def place_names(region: int) -> tuple[str, str]:
    """Province and city of a city's code."""
    province, city = region_by_code(region // 10_000), region_by_code(region)
    if province is None or city is None:
        raise LookupError(f"no such region: {region}")
    return province.name, city.name
