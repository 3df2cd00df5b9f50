import pytest

from huoshui_core.classing.conditions import read_condition


@pytest.mark.parametrize("text", ["", "无", "-", "null"])
def test_no_condition_is_none(text):
    assert read_condition(text) == ((), ())


def test_words_are_told_apart_and_cleaned():
    assert read_condition("关键词：电动汽车、“新能源汽车”；充电桩 或 换电") == (
        ("电动汽车", "新能源汽车", "充电桩", "换电"),
        (),
    )


def test_both_words_are_asked_for_together():
    assert read_condition("新能源且客车；锂 并且 电池")[0] == ("新能源+客车", "锂+电池")


def test_what_is_left_out_is_told_in_the_same_sentence_or_its_own_column():
    assert read_condition("电动汽车，不包含非机动车") == (("电动汽车",), ("非机动车",))
    assert read_condition("不包括：自行车、三轮车") == ((), ("自行车", "三轮车"))
    assert read_condition("电动汽车", "自行车") == (("电动汽车",), ("自行车",))
