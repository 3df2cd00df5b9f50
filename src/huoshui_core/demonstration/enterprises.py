"""Enterprises of the invented region. Most work in fields the patents come from; some hardly, some not at all."""

import random
from collections.abc import Iterator
from typing import Any, cast

from huoshui_core.demonstration import numbers
from huoshui_core.demonstration.draw import source, weighted
from huoshui_core.demonstration.grammar import Field, Subject, Topic, fields, fill
from huoshui_core.demonstration.model import DemonstrationEnterprise
from huoshui_core.demonstration.organisations import place_names
from huoshui_core.demonstration.people import person_name
from huoshui_core.demonstration.settings import calibration, packaged, split_bars, words
from huoshui_core.demonstration.writing import write

CITIES = (430100, 430200, 430300, 430400, 430600, 430700, 140100, 140200, 140400, 140700, 140800, 141000)
_CITY_WEIGHTS = (24, 10, 7, 6, 6, 5, 16, 5, 5, 7, 5, 4)
_NAME_WORDS = {
    "lithium_battery": "锂能材料 储能科技 新能源材料",
    "machine_vision": "视觉技术 智检科技 自动化设备",
    "farm_machinery": "农机装备 农业机械 智慧农装",
    "chinese_medicine": "药业 中药饮片 制药",
    "water_treatment": "环保科技 水务工程 环境治理",
    "alloy": "特种合金 金属材料 特钢",
    "drone_navigation": "航空科技 无人机 导航技术",
    "medical_device": "医疗器械 医疗科技 康复设备",
    "industrial_network": "工业互联 通信技术 物联科技",
    "solar_power": "光伏科技 新能源 电力电子",
    "food": "食品 农产品加工 生物食品",
    "building": "建材 装配式建筑 建设工程",
    "mining_safety": "矿山装备 煤机制造 矿安科技",
    "chemistry": "化工 新材料 催化科技",
    "instruments": "仪器 传感技术 检测技术",
    "machinery": "智能装备 机器人 精密机械",
    "thermal": "热能设备 节能科技 动力机械",
    "fibre": "纺织 纤维科技 新型面料",
    "biotech": "种业 生物科技 农业科技",
    "software": "软件 数据科技 信息技术",
}
_ATTEMPTS = 20
_SHARE_WITH_NEED = 0.7
_SHARE_PLAIN = 0.6


def enterprises(seed: int, count: int) -> Iterator[DemonstrationEnterprise]:
    seen: set[str] = set()
    for index in range(count):
        enterprise = _enterprise(source(seed, "enterprise", index), seed, index, seen)
        seen.add(enterprise.record["name"])
        yield enterprise


def _enterprise(rng: random.Random, seed: int, index: int, seen: set[str]) -> DemonstrationEnterprise:
    fit = weighted(rng, calibration("enterprise_fit"))
    region = rng.choices(CITIES, weights=_CITY_WEIGHTS)[0]
    own = () if fit == "unrelated" else tuple(rng.sample(sorted(fields()), 1 if fit == "strong" else 2))
    trade: dict[str, Any] = rng.choice(packaged("words")["unrelated"])
    suffixes = _NAME_WORDS[own[0]].split() if own else [trade["word"]]
    content = _technical(rng, [fields()[code] for code in own], fit) if own else _unrelated(trade)
    province, city = place_names(region)
    record = {
        "name": _name(rng, city, suffixes, seen),
        "uscc": numbers.credit_code(20_000 + index, registrar="91", region=region),
        "province": province,
        "city": city,
        "region_code": f"{region:06}",
        "enterprise_types": _types(rng) if own else ("other",),
        "contact_name": person_name(seed, "enterprise", index),
        **content,
    }
    return DemonstrationEnterprise(record=record, fields=own, fit=cast("Any", fit))


def _name(rng: random.Random, city: str, suffixes: list[str], seen: set[str]) -> str:
    name = ""
    for _ in range(_ATTEMPTS):
        brand = rng.choice(words("brand_first")) + rng.choice(words("brand_second"))
        trade = rng.choice(suffixes)
        form = rng.choice(words("company_forms"))
        place = rng.choice((city, city.removesuffix("市")))
        name = f"{place}{brand}{trade}{form}".replace("科技科技", "科技").replace("技术科技", "技术")
        if name not in seen:
            break
    return name


def _technical(rng: random.Random, own: list[Field], fit: str) -> dict[str, Any]:
    """The main field gives scope and code; a mixed enterprise adds what it would like to enter."""
    main, other = own[0], own[-1]
    pairs = [(main, topic) for topic in rng.sample(main.topics, rng.choice((1, 2, 2)))]
    scope = rng.sample(main.scope, 4)
    if fit == "mixed":
        pairs = [pairs[0], (other, rng.choice(other.topics))]
        scope = [*scope[:2], *rng.sample(other.scope, 2)]
    goods = [(topic, subject) for _, topic in pairs for subject in rng.sample(topic.subjects, 2)]
    profile = _profile(rng, [subject for _, subject in goods])
    titles = [
        write(rng, field, topic, subject, utility=topic.form == "device").title
        for field, topic in pairs
        for subject in rng.sample(topic.subjects, 2)
    ]
    return {
        "business_scope": "；".join(scope) + "。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
        "products": tuple(dict.fromkeys(_product(rng, topic, subject) for topic, subject in goods)),
        "industry_codes": main.industries[:2],
        "ipc_profile": profile,
        "sample_titles": tuple(dict.fromkeys(titles)),
        "n_publications": sum(profile.values()),
        "need_text": _need(rng, pairs[0][1]) if rng.random() < _SHARE_WITH_NEED else None,
    }


def _product(rng: random.Random, topic: Topic, subject: Subject) -> str:
    """A method is sold as a system."""
    goods = f"{subject.name}系统" if topic.form == "method" else subject.name
    modifier = rng.choice(topic.slots["modifiers"]).removesuffix("的")
    return goods if rng.random() < _SHARE_PLAIN else f"{modifier}{goods}"


def _profile(rng: random.Random, subjects: list[Subject]) -> dict[str, int]:
    found: dict[str, int] = {}
    for subject in subjects:
        for symbol in subject.ipc:
            found[symbol[:4]] = found.get(symbol[:4], 0) + rng.randint(1, 6)
    return found


def _need(rng: random.Random, topic: Topic) -> str:
    subject = rng.choice(topic.subjects)
    slots = {**topic.slots, "subject": (subject.name,), "scene": subject.scenes}
    return fill(rng.choice(topic.slots["needs"]), rng, slots).replace("平台平台", "平台") + "。"


def _types(rng: random.Random) -> tuple[str, ...]:
    shares: dict[str, float] = calibration("enterprise_types")
    return tuple(kind for kind, share in shares.items() if rng.random() < share) or ("other",)


def _unrelated(trade: dict[str, str]) -> dict[str, Any]:
    return {
        "business_scope": "；".join(split_bars(trade["scope"])) + "。",
        "products": split_bars(trade["products"]),
        "industry_codes": (trade["industry"],),
        "ipc_profile": None,
        "sample_titles": None,
        "n_publications": 0,
        "need_text": None,
    }
