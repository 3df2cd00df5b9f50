from pathlib import Path

import pytest

from huoshui_core.standards import clean, load, load_codes
from huoshui_core.standards.__main__ import drawn_docs, main
from huoshui_core.standards.draw.page import LEVELS, STANDINGS, TYPES
from huoshui_core.standards.lock import LOCK, drawn_lock
from huoshui_core.standards.model import HERE, LATEST
from huoshui_core.standards.model import load as load_again
from huoshui_core.standards.reading.columns import fold_heading, match_columns

NAMES = sorted(LATEST)
LISTS = sorted(path.name.split(".")[0] for path in (HERE / "codelists").glob("*.yaml"))
DOCS = Path(__file__).parents[2] / "docs" / "standards"
EXPORT_HEADINGS = """
公开(公告)号 公开(公告)日 申请号 申请日 授权公告日 标题 专利名称 发明名称
摘要 摘要文本 申请(专利权)人 当前申请(专利权)人 专利权人 当前权利人 发明人 IPC主分类号
主分类号 IPC分类号 IPC 简单法律状态 法律状态 当前法律状态 专利类型 主权项内容
首项权利要求 申请人类型 省份 城市 统一社会信用代码
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_field_says_what_it_is_and_who_says_so(name):
    dataset = load(name)
    for field in dataset.fields:
        assert field.source
        assert field.standing in STANDINGS
        assert field.level in LEVELS
        assert field.type in TYPES
        assert (field.type in {"code", "codes"}) == (field.codes is not None)
    assert {*dataset.key, *(each for group in dataset.one_of for each in group)} <= set(dataset.by_name)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_clean(name):
    for field in load(name).fields:
        if field.example:
            assert clean(field, field.example) is not None


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_means_two_fields(name):
    seen = {}
    for field in load(name).fields:
        for heading in {fold_heading(each) for each in (field.name, field.label, *field.aliases)}:
            assert seen.setdefault(heading, field.name) == field.name


@pytest.mark.parametrize("name", LISTS)
def test_words_of_a_code_list_lead_to_its_codes(name):
    codes = load_codes(name)
    assert codes.source
    assert codes.standing in STANDINGS
    assert set(codes.words.values()) <= set(codes.values)
    assert set(codes.standings) <= set(codes.values)
    assert len(set(codes.values.values())) == len(codes.values)


def test_guesses_are_never_called_official():
    assumed = {"implementation", "maturity", "self_grade", "prospect", "cooperation"}
    assert {name for name in LISTS if load_codes(name).standing == "assumed"} == assumed
    willingness = load_codes("willingness")
    assert [willingness.standing_of(code) for code in willingness.values] == ["official"] * 3 + ["local"] * 2


def test_personal_contacts_are_restricted():
    for name in NAMES:
        for field in load(name).fields:
            if field.name.startswith("contact_") or field.type == "phone":
                assert field.level == "restricted"


@pytest.mark.parametrize("heading", EXPORT_HEADINGS.split())
def test_headings_of_commercial_exports_are_known(heading):
    assert match_columns([heading], load("patent")).used


def test_loading_twice_gives_the_same_standard():
    assert load("patent") is load_again("patent")
    assert load("patent").field("title").label == "专利名称"


def test_published_standards_are_unchanged():
    assert LOCK.read_text("utf-8") == drawn_lock(), "a published version is frozen: add a new version instead"


def test_committed_pages_show_the_standards_as_they_are():
    committed = {path.name: path.read_text("utf-8") for path in DOCS.glob("*.md")}
    assert committed == drawn_docs(), "redraw with: python -m huoshui_core.standards docs docs/standards"


def test_pages_are_drawn_by_the_command(tmp_path):
    assert main(["docs", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(drawn_docs())
    assert main(["unknown"]) == 2
