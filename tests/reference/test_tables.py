import pytest

from huoshui_core.reference import (
    LINES,
    annual_fee,
    cities,
    editions,
    emerging_industries,
    industries,
    industry,
    industry_prior,
    ipc_subclass,
    ipc_symbols,
    ipc_title,
    line,
    line_by_number,
    provinces,
    region_by_code,
    region_by_name,
    term_years,
    wipo_field,
    wipo_fields,
)


def test_every_table_says_its_edition_and_standing():
    assert {entry.table for entry in editions()} >= {
        "ipc",
        "industries",
        "regions",
        "annual_fees",
        "industry_prior",
    }
    assert all(entry.source and entry.edition for entry in editions())
    assert {entry.table for entry in editions() if entry.standing == "assumed"} == {
        "wipo_fields",
        "industry_prior",
        "emerging_prior",
        "late_fees",
        "fee_reductions",
    }


def test_ipc_titles_answer_for_any_depth():
    assert ipc_title("H01M10/0525") == ipc_title("H01M")
    assert ipc_title("A") == "人类生活必需"
    assert ipc_title("A01") == "农业；林业；畜牧业"
    assert ipc_title("Z99Z") is None
    assert ipc_subclass("14-02") is None
    assert len(ipc_symbols(1)) == 8


def test_ipc_titles_are_short_and_without_notes():
    for symbol in ipc_symbols(3):
        title = ipc_title(symbol)
        assert title
        assert len(title) <= 60
        assert not set(title) & set("（）〔〕\n")


def test_industries_have_the_size_of_the_standard():
    assert len(industries("section")) == 20
    assert len(industries("division")) == 97
    assert len(industries("group")) == 473
    assert all(entry.parent.isalpha() for entry in industries("division"))


@pytest.mark.parametrize("code", ["38", "C38", " c38 "])
def test_industry_by_code(code):
    found = industry(code)
    assert found
    assert (found.name, found.parent) == ("电气机械和器材制造业", "C")


def test_unknown_industry_is_none():
    assert industry("00") is None


def test_a_finer_code_answers_with_its_group():
    found = industry("3841")
    assert found
    assert found.code == "384"


def test_emerging_industries_are_nine_and_forty():
    top = [entry for entry in emerging_industries() if not entry.parent]
    assert (len(top), len(emerging_industries()) - len(top)) == (9, 40)


def test_prior_weights_are_shares_of_known_divisions():
    divisions = {entry.code for entry in industries("division")}
    for symbol in ipc_symbols(3):
        pairs = industry_prior(symbol)
        assert {division for division, _ in pairs} <= divisions
        assert sum(weight for _, weight in pairs) <= 1.0001
    assert industry_prior("H01M10/0525")[0][0] == "38"


@pytest.mark.parametrize(
    ("province", "city", "code"),
    [
        ("湖南省", "长沙市", 430100),
        ("湖南", "长沙", 430100),
        ("湖南", "", 430000),
        ("北京市", "北京市", 110000),
        ("北京", "海淀区", 110108),
        ("重庆市", "市辖区", 500000),
        ("新疆维吾尔自治区", "乌鲁木齐", 650100),
        ("广西", "南宁", 450100),
        ("湖北省", "恩施土家族苗族自治州", 422800),
        ("湖北", "恩施州", 422800),
        ("湖北省", "襄樊市", 420600),
        ("湖北省", "仙桃市", 429004),
        ("江苏省", "昆山市", 320583),
        ("", "长沙市", 430100),
        ("湖南省", "南宁市", None),
        ("火星省", "长沙市", None),
        ("", "", None),
    ],
)
def test_region_by_name(province, city, code):
    found = region_by_name(province, city)
    assert (found.code if found else None) == code


def test_county_is_found_inside_its_city():
    found = region_by_name("江苏省", "南京市", "鼓楼区")
    assert found
    assert (found.code, found.level) == (320106, "county")
    assert region_by_name("江苏省", "", "鼓楼区") is None


@pytest.mark.parametrize(("code", "name"), [(43, "湖南省"), ("4301", "长沙市"), (430100, "长沙市"), (110100, "北京市")])
def test_region_by_code_pads_short_codes(code, name):
    found = region_by_code(code)
    assert found
    assert found.name == name


def test_unknown_codes_are_none():
    assert region_by_code("999999") is None
    assert region_by_code("12x") is None


def test_scope_covers_what_lies_inside():
    hunan = region_by_code(430000)
    assert hunan
    low, high = hunan.scope
    assert all(low < city.code <= high for city in cities(430000))
    assert len(cities(430000)) == 14
    assert len(provinces()) == 34


def test_lines_have_stable_numbers():
    assert [entry.number for entry in LINES] == list(range(1, 10))
    assert line("health").name == "卫健"
    assert line_by_number(7).code == "intellectual_property"


@pytest.mark.parametrize(
    ("ipc", "number"),
    [
        ("G01N33/50", 11),
        ("G01N21/64", 10),
        ("H04N5/232", 2),
        ("H04N7/18", 3),
        ("A61K8/97", 14),
        ("G06Q", 7),
        ("01-02", None),
    ],
)
def test_wipo_field(ipc, number):
    found = wipo_field(ipc)
    assert (found.number if found else None) == number
    assert len(wipo_fields()) == 35


def test_annual_fees_by_year():
    assert [annual_fee("invention", year) for year in (1, 4, 7, 10, 13, 20)] == [
        900,
        1200,
        2000,
        4000,
        6000,
        8000,
    ]
    assert [term_years(kind) for kind in ("invention", "utility", "design")] == [20, 10, 15]


@pytest.mark.parametrize(("kind", "year"), [("utility", 11), ("invention", 0), ("design", 16)])
def test_no_fee_outside_the_term(kind, year):
    with pytest.raises(ValueError, match="no annual fee"):
        annual_fee(kind, year)
