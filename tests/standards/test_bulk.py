"""Cleaning by columns answers exactly what cleaning record by record answers, or says that it is not sure."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huoshui_core.standards import load
from tests.standards.bulk_answers import assert_same_answers

PATENT = load("patent")
GOOD = {
    "publication_no": ["CN107000001B", "CN107000001A", "CN208000002U", "CN304000003S", "CN107000001B8", "CN1234567A"],
    "application_no": ["201710601862.3", "ZL201921898050.0", "97101765.4", "95115608.X", "201310699744.2"],
    "title": ["一种电池", " 一种  泵 ", "一种\n阀"],
    "kind": ["发明", "实用新型", "外观设计", "invention", "发明授权"],
    "stage": ["授权", "公布", "granted"],
    "applicants": ["南湖大学|北山公司", "南湖大学；南湖大学", "某 大学"],
    "applicant_types": ["高校|企业", "university"],
    "inventors": ["张三|李四", "张三；李四", "张三|张三", "王\"五|赵\\六"],
    "filing_date": ["2017-07-21", "2017.7.21", "20170721", "2030-01-01", "1984-01-01"],
    "publication_date": ["2019-07-09", "2018年1月5日", "1992-02-02", "2016-01-01"],
    "grant_date": ["2019-07-09", "2018-01-01"],
    "main_class": ["H01M10/613", "14-03", "H01M 10/613(2006.01)I"],
    "classes": ["H01M10/613|A01B1/00", "14-03", "H01M10/613;14-03"],
    "legal_status": ["有效", "失效", "未缴年费", "权利转移"],
    "claims": ["1.一种电池。\n2.如1所述。", "1.一种电池。"],
    "agency": ["某某代理事务所 43210", "某某代理事务所"],
    "agents": ["赵七|钱八"],
    "owner_code": ["91110000600037341L"],
    "province": ["湖南省", "湖 南"],
}  # fmt: skip
ODD = st.sampled_from(
    ["", None, " ", "-", "#N/A", "#REF!", "1E+12", "12345", 1.0, True, 20170721, float("nan"), "Ａ", "保密", "\u200b"]
)  # fmt: skip
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        field.name: st.one_of(st.sampled_from(GOOD[field.name]), ODD, st.text(max_size=12))
        if field.name in GOOD
        else st.one_of(ODD, st.text(max_size=12))
        for field in PATENT.fields
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS, max_size=12))
def test_any_records_get_the_same_answers(records: list[dict[str, Any]]) -> None:
    assert_same_answers(records)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({name: st.sampled_from([*found[:2], ""]) for name, found in GOOD.items()}), max_size=12
    )
)
def test_records_that_are_almost_right_get_the_same_answers(records: list[dict[str, Any]]) -> None:
    assert_same_answers(records)
