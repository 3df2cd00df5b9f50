"""Columns proposed, corrected, remembered; files recognised."""

import zipfile

import pytest

from huoshui_core.standards import Unreadable, load
from huoshui_core.standards.reading import fingerprint, open_source, recognise, suggest_columns
from huoshui_core.standards.writing import template
from tests.standards.workbooks import workbook

PATENT = load("patent")
ROWS = [
    ["丁大学专利清单", "", "", "", "", ""],
    ["号码", "成果名称", "提交时间", "IPC", "归口", "权人"],
    ["201410174566.6", "异构系统", "2014-04-28", "H04W8/26", "甲学院", "丁大学"],
    ["201710601862.3", "除尘器", "2017-07-21", "B03C3/09;F28F1/38", "乙学院", "丁大学"],
]


def written(path, rows=ROWS, encoding="utf-8"):
    path.write_text("\n".join(",".join(row) for row in rows), encoding)
    return path


def by_heading(proposal):
    return {column.heading: column for column in proposal.columns}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_unknown_headings_are_proposed_by_the_shape_of_their_values(tmp_path, kind):
    path = written(tmp_path / "a.csv")
    if kind == "xlsx":
        path = workbook(tmp_path / "a.xlsx", ("说明", [["填表说明"]]), ("清单", ROWS))
    if kind == "zip":
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(tmp_path / "a.csv", "目录/a.csv")
    proposal = suggest_columns(path, PATENT)
    found = by_heading(proposal)
    assert proposal.line == 2
    assert (found["IPC"].field, found["IPC"].sure) == ("classes", "known")
    assert found["号码"].field == "application_no"
    assert (found["提交时间"].field, found["提交时间"].sure) == ("filing_date", "shape")
    assert "grant_date" in found["提交时间"].alternatives
    assert found["提交时间"].samples == ("2014-04-28", "2017-07-21")
    assert (found["归口"].field, found["归口"].sure) == ("", "none")
    assert proposal.missing in ((), ("专利名称",))


@pytest.mark.parametrize("comma", ["，", ";"])
@pytest.mark.parametrize("title", ["", "丁大学专利清单，共1件；截至今年\n"])
def test_commas_within_a_text_are_no_columns(tmp_path, comma, title):
    """The page of columns sees the file as reading does: the same delimiter, the same heading row."""
    path = tmp_path / "a.csv"
    claim = comma.join(f"步骤{at}" for at in range(13))
    path.write_text(f"{title}公开号,标题,申请人,申请日,公开日,权利要求\nCN104010370B,甲,丁大学,,,{claim}\n", "utf-8")
    proposal = suggest_columns(path, PATENT)
    assert proposal.line == 1 + bool(title)
    assert [(one.heading, one.sure) for one in proposal.columns[::5]] == [("公开号", "known"), ("权利要求", "known")]
    assert proposal.columns[5].samples == (claim[:80],)
    (row,) = open_source(path, PATENT, headings=proposal.headings)
    assert row.values["claims"] == claim


def test_commas_within_a_text_are_no_columns_where_no_heading_is_known(tmp_path):
    rows = [
        ["号码", "成果", "要点"],
        ["201410174566.6", "甲", "一，二，三，四，五"],
        ["201710601862.3", "乙", "一，二"],
    ]
    assert list(by_heading(suggest_columns(written(tmp_path / "a.csv", rows), PATENT))) == rows[0]


def test_what_is_no_text_is_not_asked_about(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x7fELF\x01\x02" + bytes(range(1, 128)) * 500)
    with pytest.raises(Unreadable) as refused:
        suggest_columns(path, PATENT)
    assert refused.value.problem.code in ("wrong_encoding", "row_torn")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_heading_in_two_rows_is_one_heading(tmp_path, kind):
    rows = [
        ["丁大学专利清单", "", "", "", "", ""],
        ["公开号", "标题", "日期", "", "", "申请人"],
        ["", "", "申请日", "公开日", "授权公告日", ""],
        ["CN104010370B", "异构系统", "2014-04-28", "2017-07-21", "2017-07-21", "丁大学"],
    ]
    path = written(tmp_path / "a.csv", rows)
    if kind == "xlsx":
        path = workbook(tmp_path / "a.xlsx", ("清单", rows))
    proposal = suggest_columns(path, PATENT)
    assert list(by_heading(proposal)) == ["公开号", "标题", "申请日", "公开日", "授权公告日", "申请人"]
    assert {column.sure for column in proposal.columns} == {"known"}
    for source in (open_source(path, PATENT), open_source(path, PATENT, headings=proposal.headings)):
        (row,) = source
        assert row.line == 4
        assert str(row.values["publication_date"]) == "2017-07-21"


def test_a_row_of_values_is_no_second_row_of_the_heading(tmp_path):
    rows = [["公开号", "标题", "法律状态"], ["CN104010370B", "摘要", "有效"]]
    assert suggest_columns(written(tmp_path / "a.csv", rows), PATENT).line == 1


def test_numbers_of_patents_are_told_by_their_shape_whatever_a_heading_sounds_like(tmp_path):
    """编号 sounds like 同族编号, but what stands below it can only be publication numbers."""
    path = written(tmp_path / "a.csv", [["编号", "题目"], ["CN104010370B", "除尘器"], ["CN103906069B", "信道"]])
    found = by_heading(suggest_columns(path, PATENT))
    assert (found["编号"].field, found["编号"].sure) == ("publication_no", "shape")
    assert "family" in found["编号"].alternatives


def test_what_is_confirmed_is_how_the_file_is_read(tmp_path):
    path = written(tmp_path / "a.csv")
    proposal = suggest_columns(path, PATENT)
    confirmed = proposal.headings | {"成果名称": "title", "提交时间": "grant_date", "IPC": "", "权人": "applicants"}
    source = open_source(path, PATENT, headings=confirmed)
    first, _ = source
    assert str(first.values["grant_date"]) == "2014-04-28"
    assert (first.values["classes"], first.values["applicants"]) == (None, ("丁大学",))
    assert set(source.ignored) == {"IPC", "归口"}
    again = by_heading(suggest_columns(path, PATENT, headings=confirmed))
    assert (again["提交时间"].field, again["提交时间"].sure, again["IPC"].field) == ("grant_date", "chosen", "")


def test_a_choice_holds_inside_a_package(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(written(tmp_path / "a.csv"), "a.csv")
        archive.write(workbook(tmp_path / "b.xlsx", ("清单", ROWS)), "b.xlsx")
    chosen = {"号码": "application_no", "成果名称": "title"}
    source = open_source(tmp_path / "a.zip", PATENT, headings=chosen)
    assert len(list(source)) == 2
    assert source.repeats.count == 2


def test_confirming_what_was_proposed_keeps_the_order_of_owners(tmp_path):
    rows = [["公开号", "标题", "申请人", "当前权利人"], ["CN104010370B", "甲", "原大学", "今公司"]]
    path = written(tmp_path / "a.csv", rows)
    (row,) = open_source(path, PATENT, headings=suggest_columns(path, PATENT).headings)
    assert row.values["applicants"] == ("今公司",)


def test_the_fingerprint_knows_the_source_again():
    first = fingerprint(["公开号", "标 题", "申请人*", ""])
    assert first == fingerprint(["申请人", "标题", "公开号", "问题", "数据性质"])
    assert first != fingerprint(["申请人", "标题"])
    assert len(first) == 32


@pytest.mark.parametrize(
    ("headings", "dataset"),
    [
        ("公开号,标题,申请人,申请日,法律状态", "patent"),
        ("申请号,专利名称,法律状态,法律状态公告日", "patent_event"),
        ("专利号,备案号,事务代码,登记日,质权人", "patent_event"),
        ("申请号,年费年度,应缴金额,缴费日期", "annual_fee"),
        ("企业名称,统一社会信用代码,行业代码", "enterprise"),
        ("甲,乙,丙", ""),
    ],
)
def test_a_file_says_by_its_headings_which_list_it_is(tmp_path, headings, dataset):
    found = recognise(written(tmp_path / "a.csv", [headings.split(",")]))
    assert found.dataset == dataset
    assert bool(found.missing) == (dataset == "")


def test_templates_and_documents_are_recognised(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(template(load("annual_fee")))
    (tmp_path / "b.xml").write_text("<x/>")
    assert recognise(tmp_path / "a.xlsx").dataset == "annual_fee"
    assert recognise(tmp_path / "b.xml").dataset == "patent"
    (tmp_path / "c.csv").write_text("")
    with pytest.raises(Unreadable):
        recognise(tmp_path / "c.csv")
