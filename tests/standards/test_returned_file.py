"""A person's own file given back with what is wrong, corrected, and read again."""

import csv
import io

import pytest
from openpyxl import load_workbook

from huoshui_core.standards import Problem, load
from huoshui_core.standards.reading import Row, open_source
from huoshui_core.standards.writing import write_with_errors
from tests.standards.workbooks import workbook

PATENT = load("patent")
ROWS = [
    ["丁大学专利清单", None, None, None],
    ["公开号", "标题", "申请号", "申请日"],
    ["CN104010370B", "=1+1", None, "2014-04-28"],
    [None, None, None, None],
    ["CN103906069B", "信道借用方法", "201410174566.8", "昨天"],
    ["CN102889890B", "除尘器", 201210003670.1, None],
]


def problems_of(path):
    return [one for one in open_source(path, PATENT) if isinstance(one, Problem)]


def returned(path, out):
    problems = problems_of(path)
    assert write_with_errors(path, problems, out, dataset=PATENT) == path.suffix[1:]
    return problems


def test_a_workbook_comes_back_in_order_with_its_problems_first(tmp_path):
    path, out = workbook(tmp_path / "a.xlsx", ("清单", ROWS)), tmp_path / "b.xlsx"
    problems = returned(path, out)
    page = load_workbook(out)["清单"]
    assert [page.cell(line, 2).value for line in range(1, 7)] == [row[0] for row in ROWS]
    assert page.cell(2, 1).value == "问题"
    assert page.cell(3, 1).value is None
    said = page.cell(5, 1).value
    assert "校验位不符" in said
    assert "日期应如" in said
    assert {problem.line for problem in problems} == {5, 6}
    red = {cell.coordinate for row in page for cell in row if cell.fill.start_color.rgb == "FFFFD9D9"}
    assert {"D5", "E5"} <= red
    assert "B5" not in red


def test_no_returned_cell_is_a_formula_and_every_number_is_text(tmp_path):
    path, out = workbook(tmp_path / "a.xlsx", ("清单", ROWS)), tmp_path / "b.xlsx"
    returned(path, out)
    cells = [cell for row in load_workbook(out)["清单"] for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert "201210003670.1" in {cell.value for cell in cells}


def test_a_corrected_workbook_is_read_as_if_it_had_been_right(tmp_path):
    path, out = workbook(tmp_path / "a.xlsx", ("清单", ROWS)), tmp_path / "b.xlsx"
    returned(path, out)
    book = load_workbook(out)
    page = book["清单"]
    page["D5"], page["E5"], page["D6"] = None, "2014-04-28", "201210003670.X"
    book.save(out)
    source = open_source(out, PATENT)
    rows = list(source)
    assert [type(one) for one in rows] == [Row] * 3
    assert source.ignored == ()
    again = tmp_path / "c.xlsx"
    write_with_errors(out, [], again, dataset=PATENT)
    assert [cell.value for cell in load_workbook(again)["清单"][2]] == ["问题", *ROWS[1]]


YEARS = (
    ("说明", [["每年一张工作表"]]),
    ("专利", [["公开号", "标题", "申请日"], ["CN104010370B", "甲", "昨天"]]),
    ("专利2", [["清单"], ["标题", "公开号", "申请日"], ["乙", "CN103906069B", 43500], ["丙", "CN1", None]]),
)


def test_every_sheet_of_a_workbook_comes_back_with_its_own_problems(tmp_path):
    path, out = workbook(tmp_path / "a.xlsx", *YEARS), tmp_path / "b.xlsx"
    problems = returned(path, out)
    assert [(one.file, one.line) for one in problems] == [("a.xlsx（专利）", 2), ("a.xlsx（专利2）", 4)]
    book = load_workbook(out)
    assert book.sheetnames == ["说明", "专利", "专利2", "问题说明"]
    assert "日期应如" in book["专利"]["A2"].value
    assert [book["专利2"].cell(line, 1).value is not None for line in (1, 2, 3, 4)] == [False, True, False, True]
    assert book["专利2"]["C4"].fill.start_color.rgb == "FFFFD9D9"
    assert [(one.file, one.line) for one in problems_of(out)] == [("b.xlsx（专利）", 2), ("b.xlsx（专利2）", 4)]
    write_with_errors(out, [], tmp_path / "c.xlsx", dataset=PATENT)
    assert load_workbook(tmp_path / "c.xlsx").sheetnames == book.sheetnames


def test_a_problem_of_no_known_sheet_is_told_beside_them(tmp_path):
    path, out = workbook(tmp_path / "a.xlsx", *YEARS), tmp_path / "b.xlsx"
    write_with_errors(path, [Problem("a.xlsx", 2, "", "", "与另一行重复", "duplicate_row")], out, dataset=PATENT)
    assert "第2行：与另一行重复" in load_workbook(out)["问题说明"]["A3"].value


def test_a_date_that_was_a_plain_number_comes_back_as_a_date(tmp_path):
    """As a text the number of days would be refused in the next round."""
    rows = [["公开号", "标题", "申请日"], ["CN104010370B", "甲", 43500], ["CN1", "乙", 43500]]
    path, out = workbook(tmp_path / "a.xlsx", ("清单", rows)), tmp_path / "b.xlsx"
    before = [one.values for one in open_source(path, PATENT) if isinstance(one, Row)]
    returned(path, out)
    assert load_workbook(out)["清单"]["D2"].value == "2019-02-04"
    assert [one.values for one in open_source(out, PATENT) if isinstance(one, Row)] == before != []


def test_a_heading_in_two_rows_comes_back_in_two_rows(tmp_path):
    rows = [
        ["公开号", "标题", "日期", None],
        [None, None, "申请日", "公开日"],
        ["CN104010370B", "甲", "昨天", "2017-07-21"],
    ]
    path, out = workbook(tmp_path / "a.xlsx", ("清单", rows)), tmp_path / "b.xlsx"
    returned(path, out)
    page = load_workbook(out)["清单"]
    assert [page.cell(line, 1).value for line in (1, 2)] == [None, "问题"]
    assert page["D3"].fill.start_color.rgb == "FFFFD9D9"
    assert [(one.line, one.column) for one in problems_of(out)] == [(3, "申请日")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_table_comes_back_in_its_own_encoding(tmp_path, encoding):
    path = tmp_path / "a.csv"
    content = '公开号;标题\nCN104010370B;\'=1+1\n\nCN1;-甲\nCN103906069B;乙;多\nCN102889890B;"丙\n丁"\n'
    path.write_text(content, encoding)
    out = io.BytesIO()
    returned(path, out)
    rows = list(csv.reader(io.StringIO(out.getvalue().decode(encoding)), delimiter=";"))
    assert rows[0] == ["问题", "公开号", "标题"]
    assert rows[1] == ["", "CN104010370B", "'=1+1"]
    assert rows[2][0].startswith("公开（公告）号：")
    assert rows[2][1:] == ["CN1", "'-甲"]
    assert rows[3][1:] == ["CN103906069B", "乙", "多"]
    assert "3栏" in rows[3][0]
    assert rows[4] == ["", "CN102889890B", "丙\n丁"]
    back = tmp_path / "b.csv"
    back.write_bytes(out.getvalue())
    titles = [one.values["title"] for one in open_source(back, PATENT) if isinstance(one, Row)]
    assert titles == ["=1+1", "丙\n丁"]


def test_documents_and_packages_come_back_as_a_list_of_problems(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text("<PatentDocumentAndRelated/>")
    problems = problems_of(path)
    assert write_with_errors(path, problems, tmp_path / "b.xlsx", dataset=PATENT) == "xlsx"
    page = load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert page.max_row == len(problems) + 1
