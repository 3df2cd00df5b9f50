"""Hints on real titles, with expectations we wrote by reading them."""

import csv
import time

import pytest

from huoshui_core.hints import Hints, hints_for

EXPECTED_DIVISION = {
    "一种营养钵": "01",
    "基于深浅特征融合卷积神经网络的路侧图像车辆分割方法": "65",
    "一种多级超重力反应器重油加氢方法": "25",
    "一种多频太赫兹缝隙天线及其制备方法和用途": "39",
    "一种合理的青蟹配合饲料": "13",
    "图书馆用屏风": "21",
    "一种APD偏置电压温度补偿电路": "40",
    "黑板擦拭装置": "24",
    "一种无卤阻燃聚丙烯木塑复合材料及其制备方法": "26",
    "一种硝化菌受重金属抑制后快速恢复促进剂": "77",
    "一种改善记忆功能的中药组合物及其制备方法": "27",
    "一种非高炉炼铁用终还原炉": "31",
    "一种道路桥梁裂缝加固装置": "48",
    "一种稳定低功耗断电自启动电路": "39",
    "一种用于前列腺癌质子重离子放疗的人体位姿调整机器人": "35",
}
EXPECTED_SCENE = {
    "一种用于前列腺癌质子重离子放疗的人体位姿调整机器人": "前列腺癌质子重离子放疗",
    "图书馆用屏风": "图书馆",
    "冬季垂钓用杂粮鲤鱼窝饵": "冬季垂钓",
    "草坪割草机用多齿割草刀": "草坪割草机",
}


@pytest.fixture(scope="module")
def titled(shared_data) -> dict[str, Hints]:
    folder = shared_data / "patents_cn"
    found = {}
    with (folder / "cnipa_gazette_2019-07_universities_dev.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["title"] in EXPECTED_DIVISION:
                found[row["title"]] = hints_for(row["title"], "", row["classes"].split("|"))
    for row in _a01(shared_data):
        if row["title"] in EXPECTED_SCENE:
            found[row["title"]] = hints_for(row["title"], "", row["ipc_subclasses"].split("|"))
    return found


def _a01(shared_data) -> list[dict[str, str]]:
    path = shared_data / "patents_cn" / "a01_titles_abstracts.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("title", "division"), EXPECTED_DIVISION.items())
def test_first_industry_of_a_real_title(titled, title, division):
    assert titled[title].industries[0].code == division


@pytest.mark.parametrize(("title", "scene"), EXPECTED_SCENE.items())
def test_scene_of_a_real_title(titled, title, scene):
    assert titled[title].scenes[0].value == scene


def test_maturity_stays_silent_for_most_real_abstracts(shared_data):
    rows = _a01(shared_data)
    said = [hint for row in rows if (hint := hints_for("", row["abstract"], []).maturity)]
    assert 0.002 < len(said) / len(rows) < 0.05
    assert all(word in hint.evidence for hint in said for word in hint.words)


def test_two_thousand_patents_a_second(shared_data):
    rows = _a01(shared_data)[:2000]
    assert max(_speed(rows) for _ in range(3)) > 2000


def _speed(rows: list[dict[str, str]]) -> float:
    """Patents a second of processor time, so that a busy machine changes little."""
    began = time.process_time()
    for row in rows:
        hints_for(row["title"], row["abstract"], row["ipc_subclasses"].split("|"))
    return len(rows) / (time.process_time() - began)
