import pytest
from hypothesis import given
from hypothesis import strategies as st

from huoshui_core.hints import hints_for
from huoshui_core.hints.lexicon import Lexicon

TITLE = "一种用于前列腺癌放疗的人体位姿调整装置"


def test_the_longest_word_wins_and_hides_the_shorter():
    lexicon = Lexicon({"电池": "38", "锂电池": "38", "电池隔膜": "26"})
    assert list(lexicon.find("一种锂电池隔膜")) == [("锂电池", "38")]


def test_ipc_and_words_together_name_the_industry():
    hint = hints_for("一种高镍三元正极材料及其制备方法", "用于锂离子电池。", ["H01M4/525"]).industries[0]
    assert (hint.code, hint.source) == ("38", "both")
    assert set(hint.evidence) == {"锂离子", "正极材料", "H01M"}


def test_without_ipc_words_alone_decide():
    found = hints_for("一种奶牛饲喂装置", "", []).industries
    assert [(hint.code, hint.source) for hint in found] == [("03", "text")]


def test_parts_named_in_an_abstract_say_nothing_of_the_industry():
    found = hints_for("一种黑板擦拭装置", "包括电机、轴承和齿轮。", ["B43L21/04"]).industries
    assert [hint.code for hint in found] == ["24"]


def test_locarno_and_unknown_classes_are_no_evidence():
    assert hints_for("桌面摆件", "", ["11-02"]).industries == ()


def test_scene_of_the_title_comes_first_with_its_source():
    scenes = hints_for(TITLE, "本装置可广泛应用于放射治疗摆位。", ["A61N5/10"]).scenes
    assert [(scene.value, scene.source) for scene in scenes] == [
        ("前列腺癌放疗", "title"),
        ("放射治疗摆位", "abstract"),
    ]
    assert scenes[1].evidence == "本装置可广泛应用于放射治疗摆位"


@pytest.mark.parametrize(
    "abstract", ["夹紧块用于固定工件。", "便于产业化，适合大规模生产。", "适用于所述第一控制器。", ""]
)
def test_parts_and_wishes_are_no_scenes(abstract):
    scenes = hints_for("一种石材打磨抛光一体装置", abstract, ["B24B7/22"]).scenes
    assert [scene.source for scene in scenes] == ["derived"]


@pytest.mark.parametrize(
    ("abstract", "band"),
    [
        ("该产品已批量生产。", (8, 9)),
        ("经中试验证，收率达92%。", (6, 7)),
        ("田间试验表明增产12%。", (6, 7)),
        ("研制的样机运行稳定。", (5, 6)),
        ("实验结果表明去除率为95%。", (4, 4)),
        ("仿真结果表明误差降低。", (3, 4)),
        ("便于批量生产，具有产业化前景。", None),
        ("适合中试生产。", None),
        ("将其中试样取出。", None),
        ("一种中试验证装置。", None),
        ("结构简单，使用方便。", None),
        ("", None),
    ],
)
def test_maturity_is_only_what_the_text_says_was_done(abstract, band):
    hint = hints_for("一种装置", abstract, []).maturity
    assert (hint and (hint.low, hint.high)) == band


def test_maturity_shows_its_words():
    hint = hints_for("一种装置", "结构简单。经中试验证，收率达92%。", []).maturity
    assert hint
    assert (hint.words, hint.evidence) == (("中试验证",), "经中试验证，收率达92%")


def test_the_version_of_a_design_is_not_its_subject():
    assert hints_for("教学演示仪器（圆形）", "", []).keywords == ("教学演示仪器",)


def test_keywords_are_pieces_of_the_title_first():
    assert hints_for("基于SDN架构的网络故障检测与修复方法", "", []).keywords == ("SDN架构", "网络故障检测", "修复")


@given(st.text(max_size=120), st.text(max_size=300), st.lists(st.text(max_size=8), max_size=3))
def test_any_text_is_answered_the_same_way_twice(title, abstract, ipc):
    first = hints_for(title, abstract, ipc)
    assert first == hints_for(title, abstract, ipc)
    assert sum(hint.weight for hint in first.industries) <= 1.001
    assert len(first.industries) <= 3
    assert len(first.scenes) <= 3
