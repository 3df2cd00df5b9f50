"""How a folded name is built: brackets with a place, a campus, a second name; what it says beside the institution."""

import re
from dataclasses import dataclass

from huoshui_core.reference import Region, region_by_code, region_by_name

_BRACKET = re.compile(r"^(?P<base>[^()]{4,})\((?P<inside>[^()]+)\)$")
_CAMPUS = re.compile(r"^(?P<base>.{2,}?(?:大学|学院))\(?(?P<place>[^()大学院]{2,8})校区\)?$")
_PREPARING = re.compile(r"\((?:筹|筹建|筹备|筹备处)\)$")
_SECOND_NAME = re.compile(r"(?:学院|学校|大学|培训中心|进修中心)$")
_NOT_A_SECOND_NAME = re.compile(r"附属|校区|分校|校办|公司|医院|研究生院|国际学院")
_NATIONAL = re.compile(r"^(?:中国|国家|全国|[一-鿿]{2,4}部)")
_SPLIT = re.compile("[、,;/]")
SHORTEST_SECOND_NAME = 6
LONGEST_PLACE = 9
MUNICIPALITIES = frozenset({110000, 120000, 310000, 500000})

# 繁体与异体 that stand in names of organisations; both strings in the same order.
_OLD_SHAPES = str.maketrans(
    "學國東師範醫藥農業電機電廣華陝蘇龍蘭長灣臺專術職開發財經貿衛"
    "軍陸聯網絡訊資輕紡織鐵礦鋼冶測環溫濟寧漢慶縣鄭瀋濱營獨館藝體傳語語會計計雲嶺齊魯貴黃",
    "学国东师范医药农业电机电广华陕苏龙兰长湾台专术职开发财经贸卫"
    "军陆联网络讯资轻纺织铁矿钢冶测环温济宁汉庆县郑沈滨营独馆艺体传语语会计计云岭齐鲁贵黄",
)


@dataclass(frozen=True, slots=True)
class Bracketed:
    """「base(inside)」."""

    base: str
    inside: str


def bracketed(key: str) -> Bracketed | None:
    found = _BRACKET.match(key)
    return Bracketed(found["base"], found["inside"]) if found else None


def campus(key: str) -> Bracketed | None:
    """「…大学某地校区」 and 「…大学(某地校区)」: the base and what the campus is called after, a place or not."""
    found = _CAMPUS.match(key)
    return Bracketed(found["base"], found["place"]) if found else None


def without_preparing(key: str) -> str:
    """「某某大学(筹)」 is 「某某大学」 before it was opened."""
    return _PREPARING.sub("", key)


def simplified(key: str) -> str:
    return key.translate(_OLD_SHAPES)


def place_in(text: str, near: int) -> Region | None:
    """The region that the whole text names, looked for in the province of `near` first; None when it names none."""
    if not 2 <= len(text) <= LONGEST_PLACE:
        return None
    province = region_by_code(near // 10_000 * 10_000) if near else None
    return (
        (region_by_name(province.name, text) if province else None) or region_by_name(text) or region_by_name("", text)
    )


def is_home(place: Region, region: int) -> bool:
    """The place names where the region is, and not merely its province."""
    return is_around(place, region) and (place.level != "province" or place.code in MUNICIPALITIES)


def is_second_name(inside: str, region: int) -> bool:
    """Each part is a whole name of its own: it begins with a place round `region` or a national body and ends as a
    school does. 「吉林大学(珠海学院)」 has no second name: 珠海 is elsewhere and the part is short."""
    return all(_is_whole_name(part, region) for part in _SPLIT.split(inside))


def _is_whole_name(part: str, region: int) -> bool:
    if len(part) < SHORTEST_SECOND_NAME or _NOT_A_SECOND_NAME.search(part) or not _SECOND_NAME.search(part):
        return False
    if _NATIONAL.match(part):
        return True
    starts = (place_in(part[:length], region) for length in range(2, min(LONGEST_PLACE, len(part) - 3)))
    return any(place is not None and is_around(place, region) for place in starts)


def is_around(place: Region, region: int) -> bool:
    """The place contains the region or lies in its city."""
    low, high = place.scope
    city = region // 100 * 100
    return low <= region <= high or (region % 10_000 != 0 and city <= place.code <= city + 99)
