from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.text import bigrams, fragments, normalise, organisation_key, segment, segmentation_version, terms

ANY_TEXT = st.text(max_size=60)
CHINESE = st.text(alphabet=st.sampled_from("一种光伏逆变器及其控制方法ABc12 （)·，。\u200b\u3000ｘ"), max_size=40)


def test_width_and_spaces_are_one_form():
    assert normalise("　ＬＥＤ　灯\u200b （Ａ型）\r\n") == "LED 灯 (A型)"
    assert normalise("光 伏 逆 变 器") == "光伏逆变器"


@given(ANY_TEXT | CHINESE)
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


def test_long_words_are_found_by_their_shorter_words():
    assert segment("光刻胶剥离方法") == ["光刻", "光刻胶", "剥离", "方法"]
    assert segment("5G通信、LED灯！") == ["5g", "通信", "led", "灯"]


def test_boilerplate_is_not_what_a_patent_is_about():
    assert terms("一种光伏逆变器的控制方法及其装置") == ["光伏", "逆变", "逆变器", "控制"]
    assert fragments("一种光伏逆变器的控制方法及其装置") == ["光伏", "伏逆", "逆变", "变器", "控制"]


def test_pairs_stay_within_runs_of_chinese():
    assert bigrams("光伏A逆变器，灯") == ["光伏", "逆变", "变器", "灯"]


@given(CHINESE)
def test_segmentation_reads_the_normal_form(text):
    assert segment(text) == segment(normalise(text))
    assert bigrams(text) == bigrams(normalise(text))


@given(CHINESE)
def test_words_lose_no_letter_and_no_character(text):
    kept = set("".join(segment(text)))
    assert {c for c in normalise(text).lower() if c.isalnum()} == kept


def test_the_stamp_names_rules_and_dictionary():
    rules, dictionary = segmentation_version().split("+")
    assert rules.isdigit()
    assert dictionary.startswith("rjieba-")


def test_spellings_of_one_name_share_a_key():
    one = organisation_key("华为技术（深圳）有限公司")
    assert one == organisation_key(" 华为技术(深圳)  有限公司 ")
    assert one == organisation_key("华为技术〔深圳〕有限公司。")
    assert organisation_key("ＡＢＢ·中国") == organisation_key("abb•中国")


def test_different_names_keep_different_keys():
    names = [
        "湖南大学",
        "湖南省大学",
        "湖南大学（长沙）",
        "湖南大学长沙",
        "湖南工业大学",
        "湖南大学设计研究院",
        "(湖南)大学",
    ]
    assert len({organisation_key(name) for name in names}) == len(names)


@given(ANY_TEXT | CHINESE)
def test_the_key_of_a_key_is_itself(name):
    assert organisation_key(organisation_key(name)) == organisation_key(name)
