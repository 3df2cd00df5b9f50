import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.attribution import Directory, Listed
from huoshui_core.reference import other_names

ENTRIES = [
    Listed(1, "中国石油大学（北京）", 110114, code="121000004000008990"),
    Listed(2, "中国石油大学（华东）", 370200),
    Listed(3, "湖南大学", 430100, others=("湖大",)),
    Listed(4, "浙江大学", 330100),
    Listed(5, "国防科技大学", 430100),
    Listed(6, "西安交通大学", 610100),
    Listed(7, "山东大学", 370100),
    Listed(8, "中南大学", 430100),
    Listed(9, "吉林大学", 220100),
    Listed(10, "德州职业技术学院", 371400),
    Listed(11, "浙江大学台州研究院", 331000, is_confirmed=False),
    Listed(12, "东北师范大学", 220100),
    Listed(13, "西北师范大学", 620100),
]
DIRECTORY = Directory(ENTRIES)


def matched(name, region=0, **more):
    found = DIRECTORY.match(name, region=region, **more)
    return (found.id, found.tier) if found else None


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("湖南大学", 0, (3, "name")),
        (" 湖南大学。", 0, (3, "name")),
        ("湖大", 0, (3, "other_name")),
        ("中国人民解放军国防科学技术大学", 430100, (5, "known_fact")),
        ("西安医科大学", 0, (6, "known_fact")),
        ("山东大学（威海）", 371000, (7, "known_fact")),
        ("湖南大學", 0, (3, "old_shapes")),
        ("湖南大学（筹）", 0, (3, "preparing")),
        ("湖南大学（长沙）", 430100, (3, "place")),
        ("湖南大学长沙校区", 430100, (3, "place")),
        ("德州职业技术学院（德州市技师学院）", 371400, (10, "second_name")),
        ("中国石油大学", 370200, (2, "shared")),
        ("中国石油大学", 110000, (1, "shared")),
        ("浙江大学台州研究院", 331000, (11, "name")),
    ],
)
def test_what_is_certain_is_matched_and_says_by_which_tier(name, region, expected):
    assert matched(name, region) == expected


def test_the_credit_code_goes_before_every_name():
    assert matched("湖南大学", code="121000004000008990") == (1, "code")


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("中国石油大学", 0),  # two go by this name, and the row says no place
        ("中国石油大学", 430100),
        ("湖南大学（深圳）", 440300),
        ("湖南大学深圳校区", 440300),
        ("浙江大学宁波研究院", 330200),
        ("浙江大学医学院附属第一医院", 330100),
        ("吉林大学（珠海学院）", 440400),
        ("德州职业技术学院（德州市技师学院）", 430100),  # the place speaks against it
        ("德州职业技术学院（附属德州医院）", 371400),
        ("南北师范大学", 0),
        ("湖南大学学", 0),
        ("同济医科大学", 0),  # merged into one the directory does not have
        ("", 0),
    ],
)
def test_what_is_not_certain_is_left_to_a_person(name, region):
    assert matched(name, region) is None


def test_of_two_that_were_merged_into_a_third_one_is_not_the_other():
    directory = Directory([Listed(1, "中南工业大学", 430100)])
    assert directory.match("湖南医科大学", region=430100) is None
    assert directory.match("中南大学", region=430100) is None


def test_a_directory_of_old_names_knows_the_new_ones_too():
    assert Directory([Listed(1, "成都学院", 510100)]).match("成都大学").id == 1


def test_an_unchecked_entry_changes_no_answer_but_for_its_own_name():
    name = "山东大学（威海）"
    unchecked = Directory([*ENTRIES, Listed(99, name, 371000, is_confirmed=False)])
    assert unchecked.match(name, region=371000) == DIRECTORY.match(name, region=371000)
    assert not unchecked.match("浙江大学台州研究院").is_confirmed


def test_proposals_carry_reasons_and_put_the_likeliest_first():
    [first, *_] = DIRECTORY.propose("浙江大学宁波研究院", region=330200)
    assert (first.name, first.reasons[0]) == (
        "浙江大学",
        "另有「宁波研究院」字样：异地研究院等一般是独立法人，请核对后再决定",
    )
    assert {one.name for one in DIRECTORY.propose("南北师范大学")} == {"东北师范大学", "西北师范大学"}
    assert {one.id for one in DIRECTORY.propose("中国石油大学")} >= {1, 2}
    assert DIRECTORY.propose("中国石油大学", region=370200)[0].score == 100


def test_every_fact_names_two_and_none_is_its_own_other_name():
    assert all(one.other != one.name and one.note for one in other_names())
    assert len({one.other for one in other_names()}) == len(other_names())


NAMES = [one.name for one in ENTRIES] + [one.other for one in other_names()] + [one.name for one in other_names()]
TAILS = ["", "（威海）", "（筹）", "深圳研究院", "常州校区", "（湖南技师学院）", "附属医院", "(北京)", "。"]
WORDS = st.builds(str.__add__, st.sampled_from(NAMES), st.sampled_from(TAILS)) | st.text(
    "大学中国湖南北京（）校区", max_size=12
)
PLACES = st.sampled_from([0, 110000, 370200, 430100, 440300, 999999])


@given(WORDS, PLACES, st.randoms(use_true_random=False))
def test_the_order_of_the_directory_never_matters(name, region, order):
    shuffled = list(ENTRIES)
    order.shuffle(shuffled)
    other = Directory(shuffled)
    assert other.match(name, region=region) == DIRECTORY.match(name, region=region)
    assert other.propose(name, region=region) == DIRECTORY.propose(name, region=region)


@given(WORDS, PLACES)
def test_a_name_never_means_two(name, region):
    """An answer that held with one entry alone is not given when a second entry claims the same name."""
    found = DIRECTORY.match(name, region=region)
    if found is None or found.tier != "name":
        return
    twin = Listed(1_000, DIRECTORY.entries[found.id].name, DIRECTORY.entries[found.id].region)
    assert (
        Directory([*ENTRIES, twin]).match(name, region=region) is None or not DIRECTORY.entries[found.id].is_confirmed
    )


@given(st.lists(st.sampled_from(NAMES), max_size=20), st.integers(0, 10))
def test_what_was_asked_before_changes_no_answer(names, seed):
    random.Random(seed).shuffle(names)
    fresh = Directory(ENTRIES)
    assert [fresh.match(one) for one in names] == [Directory(ENTRIES).match(one) for one in names]
