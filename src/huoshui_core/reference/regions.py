"""行政区划 (GB/T 2260): codes, names as people write them, and what lies inside what."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from huoshui_core.reference.editions import rows

RegionLevel = Literal["province", "city", "county"]

_MUNICIPALITIES = frozenset({110000, 120000, 310000, 500000})
_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|蒙古族?|土家族|景颇族|傈僳族|哈尼族|布依族|朝鲜族|"
    "回族|壮族|苗族|侗族|藏族|羌族|彝族|白族|傣族"
)
_SUFFIX = re.compile(rf"(特别行政区|(?:{_PEOPLES})*自治[区州县旗]|省|市|地区|盟|林区)$")


@dataclass(frozen=True)
class Region:
    """`code` is six digits: 430000 a province, 430100 a city, 430102 a county or district."""

    code: int
    name: str

    @property
    def level(self) -> RegionLevel:
        if self.code % 10_000 == 0:
            return "province"
        return "city" if self.code % 100 == 0 else "county"

    @property
    def province_code(self) -> int:
        return self.code // 10_000 * 10_000

    @property
    def scope(self) -> tuple[int, int]:
        """First and last code that can lie inside this region."""
        width = {"province": 9_999, "city": 99, "county": 0}[self.level]
        return self.code, self.code + width


@cache
def provinces() -> tuple[Region, ...]:
    return tuple(region for region in _by_code().values() if region.level == "province")


@cache
def all_regions() -> tuple[Region, ...]:
    """Each province with what lies in it behind it."""
    return tuple(sorted(_by_code().values(), key=lambda region: region.code))


@cache
def cities(province_code: int) -> tuple[Region, ...]:
    """Cities of a province and its directly governed counties; for a municipality (直辖市) its districts."""
    inside = [
        region
        for region in _by_code().values()
        if region.province_code == province_code and region.code != province_code
    ]
    if province_code in _MUNICIPALITIES:
        return tuple(region for region in inside if region.level == "county")
    return tuple(region for region in inside if region.level == "city" or _directly_governed(region.code))


def region_by_code(code: int | str) -> Region | None:
    """Accepts 43, 4301 and 430102 as well as six digits; 110100 (市辖区) is the municipality itself."""
    digits = str(code).strip()
    if not digits.isdigit() or len(digits) not in (2, 4, 6):
        return None
    number = int(digits.ljust(6, "0"))
    if _is_municipal_placeholder(number):
        number -= number % 10_000
    return _by_code().get(number)


@lru_cache(maxsize=65_536)
def region_by_name(province: str, city: str = "", county: str = "") -> Region | None:
    """The finest region the names agree on: suffixes may be missing, old names are known.

    None when a name is unknown or means two places. `province` may be empty where the city's name is unique.
    """
    top = _province(province)
    if top is None and province.strip():
        return None
    here = top
    for name in (city, county):
        if name.strip():
            here = _inside(here, name.strip())
            if here is None:
                return None
    return here


def _province(name: str) -> Region | None:
    return _provinces_by_short_name().get(_short(name.strip()))


def _inside(outer: Region | None, name: str) -> Region | None:
    if outer is not None and _short(outer.name) == _short(name) and outer.code in _MUNICIPALITIES:
        return outer
    if outer is not None and name in ("市辖区", "县"):
        return outer
    candidates = _names().get(name) or _names().get(_short(name)) or _names().get(name.removesuffix("州")) or ()
    low, high = outer.scope if outer else (0, 999_999)
    within = [region for region in candidates if low <= region.code <= high]
    for level in ("city", "county", "province"):
        found = [region for region in within if region.level == level]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _short(name: str) -> str:
    """湖南省 → 湖南, 恩施土家族苗族自治州 → 恩施; names of two characters stay whole."""
    cut = _SUFFIX.sub("", name)
    return cut if len(cut) >= 2 else name


def _directly_governed(code: int) -> bool:
    return code // 100 % 100 == 90


def _is_municipal_placeholder(code: int) -> bool:
    return code // 10_000 * 10_000 in _MUNICIPALITIES and code % 100 == 0


@cache
def _provinces_by_short_name() -> dict[str, Region]:
    return {_short(region.name): region for region in provinces()}


@cache
def _by_code() -> dict[int, Region]:
    found = {int(code): Region(int(code), name) for code, name in rows("regions")}
    return {code: region for code, region in found.items() if code in _MUNICIPALITIES or _has_name(region)}


def _has_name(region: Region) -> bool:
    return region.name not in ("市辖区", "县")


@cache
def _names() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in _by_code().values():
        for name in {region.name, _short(region.name)}:
            found.setdefault(name, []).append(region)
    for _province_code, former, code in rows("regions_former"):
        for name in {former, _short(former)}:
            found.setdefault(name, []).append(_by_code()[int(code)])
    return {name: tuple(dict.fromkeys(regions)) for name, regions in found.items()}
