import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, open_source, read_records
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.source import open_batches
from huoshui_core.standards.reading.spans import TornSpan, halves
from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.reading.text_file import MOST_TORN

PATENT = load("patent")
HEAD = "公开（公告）号,专利号/申请号,专利名称,申请日"
FIRST = "CN104010370B,,异构系统融合控制方法及装置,2014-04-28"
SECOND = "CN103906069B,,信道借用方法,2014-02-25"


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, name: str = "专利.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def lines(*parts: str) -> str:
    return "\r\n".join(parts) + "\r\n"


def refusal(path: Path, dataset=PATENT) -> Problem:
    with pytest.raises(Unreadable) as refused:
        list(read_records(path, dataset))
    return refused.value.problem


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030")]
)
def test_each_encoding_gives_the_same_rows(file, encoding, told):
    source = open_source(file(lines(HEAD, FIRST, SECOND), encoding=encoding), PATENT)
    assert source.encoding == told
    assert [(row.line, row.values["title"]) for row in source] == [
        (2, "异构系统融合控制方法及装置"),
        (3, "信道借用方法"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        lines(HEAD, FIRST).encode("utf-16"),
        lines(HEAD, FIRST).encode("utf-16-le"),
        lines("publication_no,title", "CN104010370B,異構系統融合控制方法及裝置").encode("big5"),
        lines("publication_no,title", "CN104010370B,異種システム融合の制御方法").encode("shift_jis"),
        b"\xef\xbb\xbf" + lines(HEAD, FIRST).encode("gb18030"),
        lines(HEAD, FIRST).encode() + b"CN103906069B,,\xff\xfe,\r\n",
    ],
    ids=["utf-16", "utf-16-le", "big5", "shift_jis", "mark and gb18030", "one torn byte"],
)
def test_a_wrong_encoding_is_refused(file, content):
    assert refusal(file(content)).code == "wrong_encoding"


def test_a_torn_byte_is_told_by_its_line(file):
    assert refusal(file(lines(HEAD, FIRST).encode() + b"CN103906069B,,\xff\xfe,\r\n")).line == 3


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_are_recognised(file, delimiter):
    rows = list(read_records(file(lines(HEAD, FIRST).replace(",", delimiter), "专利.txt"), PATENT))
    assert [row.values["publication_no"] for row in rows] == ["CN104010370B"]


@pytest.mark.parametrize(
    "heading",
    ["公开(公告)号", "公开（公告）号", "公开公告号", " 公开(公告)号* ", "PUBLICATION_NO", "授权公告号"],
)
def test_headings_are_recognised_in_their_ways_of_writing(file, heading):
    source = open_source(file(lines(f"{heading},标题", "CN104010370B,甲")), PATENT)
    assert set(source.columns.values()) == {"publication_no", "title"}
    assert len(list(source)) == 1


COMMERCIAL = (
    "公开(公告)号,公开(公告)日,申请号,申请日,授权公告日,标题,摘要,当前申请(专利权)人,申请(专利权)人,发明人,IPC主分类号,IPC分类号,"
    "简单法律状态,专利类型,首项权利要求,申请人类型,省份,城市,统一社会信用代码,引证次数,被引证次数,家族被引证次数,申请人地址,区县"
)


def test_a_commercial_export_is_read_and_the_current_owner_counts(file):
    row = (
        "CN104010370B,2019-07-09,CN201410174566.9,2014-04-28,2019-07-09,甲方法,摘要,乙公司,北京某大学,张三|李四,"
        "H04W 72/04,H04W 72/04;H04W 80/00,有效,发明授权,1.一种方法,大专院校,北京,北京,,3,4,5,某路1号,海淀区"
    )
    source = open_source(file(lines(COMMERCIAL, row.replace("201410174566.9", "")).replace("CN,", ",")), PATENT)
    values = next(iter(source)).values
    assert values["applicants"] == ("乙公司",)
    assert values["classes"] == ("H04W72/04", "H04W80/00")
    assert values["legal_status"] == "in_force"
    assert set(source.ignored) == {"引证次数", "被引证次数", "家族被引证次数", "申请人地址", "区县"}


def test_the_caller_may_say_what_a_heading_means(file):
    path = file(lines("编号,标题", "CN104010370B,甲"))
    assert refusal(path).code == "missing_columns"
    rows = list(read_records(path, PATENT, headings={"编号": "publication_no"}))
    assert rows[0].values["publication_no"] == "CN104010370B"


def test_a_banner_above_the_header_is_passed_over(file):
    rows = list(read_records(file(lines("某某大学专利清单", "", HEAD, FIRST)), PATENT))
    assert [row.line for row in rows] == [4]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty_file"),
        ("\r\n \r\n", "empty_file"),
        (lines("甲,乙", "1,2"), "no_header"),
        (lines(FIRST, SECOND), "no_header"),
        (lines("公开号,申请日", "CN104010370B,2014-04-28"), "missing_columns"),
        (lines("专利名称,申请日", "甲,2014-04-28"), "missing_columns"),
        (lines("专利名称,公开号,专利名称", "甲,CN104010370B,乙"), "heading_twice"),
        ("<html><body><table></table></body></html>", "wrong_format"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused(file, content, code):
    problem = refusal(file(content))
    assert problem.code == code
    assert problem.file == "专利.csv"


def test_missing_columns_are_named(file):
    assert "专利名称" in refusal(file(lines("公开号,申请日", "CN104010370B,2014-04-28"))).message


def test_name_and_content_must_agree(file):
    assert refusal(file(lines(HEAD, FIRST), "专利.xlsx")).code == "wrong_format"
    assert refusal(file(lines(HEAD, FIRST), "专利.exe")).code == "wrong_format"
    assert refusal(file(b"\xd0\xcf\x11\xe0" + bytes(600), "专利.xls")).code == "old_workbook"


def test_a_problem_names_file_line_column_and_value(file):
    path = file(lines(HEAD, FIRST, "CN103906069B,201710601862.4,信道借用方法,2014-02-25"))
    row, problem = read_records(path, PATENT)
    assert isinstance(row, Row)
    assert (problem.file, problem.line, problem.column) == ("专利.csv", 3, "专利号/申请号")
    assert (problem.value, problem.code) == ("201710601862.4", "check_digit")
    assert str(problem).startswith("专利.csv 第3行 “专利号/申请号”：")


def test_lines_are_physical_when_a_cell_runs_over_several(file):
    path = file(lines("公开号,标题,摘要", '"CN104010370B","甲","第一行\n第二行"', "CN1,乙,丙"))
    row, problem = read_records(path, PATENT)
    assert row.values["abstract"] == "第一行\n第二行"
    assert problem.line == 4


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("CN103906069B,,信道,借用方法,2014-02-25", "row_width"),
        ("CN103906069B,,信道借", "row_width"),
        ('CN103906069B,,"信道"借用方法,2014-02-25', "row_torn"),
        ('CN103906069B,,"信道借用方法,2014-02-25', "row_torn"),
    ],
)
def test_a_torn_row_is_a_problem_and_not_a_shifted_row(file, line, code):
    row, problem = read_records(file(lines(HEAD, FIRST, line)), PATENT)
    assert isinstance(row, Row)
    assert (problem.line, problem.code) == (3, code)


@pytest.mark.parametrize(
    ("line", "code"), [('CN103906069B,,"信道"借用方法,2014-02-25', "row_torn"), ("CN103906069B,,信道", "row_width")]
)
def test_reading_stops_after_so_many_torn_rows(file, line, code):
    path = file(lines(HEAD, FIRST, *[line] * (2 * MOST_TORN)))
    row, *problems = open_source(path, PATENT)
    assert isinstance(row, Row)
    assert [one.code for one in problems] == [code] * MOST_TORN + ["too_many_torn"]
    with pytest.raises(TornSpan):
        by_columns(path, halves(path))


def by_columns(path, spans):
    """Numbers of lines, cells and problems, read in batches of 7."""
    numbers, cells, problems = [], [], []
    for span in spans or (None,):
        for found in open_batches(path, Context(PATENT, path.name, Repeats()), 7, span).lines:
            numbers += found.numbers
            cells += found.cells
            problems += found.problems
    return numbers, cells, problems


CELLS = ("", "-", "甲大学", "'=1", "it's", '一种"隔膜"', "两\n行", "三\r\n行", "四\r行", "a,b", "\u2028")
CELL = st.sampled_from(CELLS)


@given(
    st.lists(st.one_of(st.lists(CELL, min_size=4, max_size=4), st.lists(CELL, max_size=5)), max_size=60),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_halves_say_together_what_the_whole_table_says(tmp_path, rows, line_end, encoding):
    path = tmp_path / "table.csv"
    if encoding == "gb18030":  # a file of little else is not taken for Chinese
        rows = [[cell.replace("\u2028", "中") for cell in row] for row in rows]
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, lineterminator=line_end).writerows([HEAD.split(","), *rows])
    spans = halves(path)
    assume(spans)
    numbers, cells, problems = by_columns(path, None)
    assert by_columns(path, spans) == (
        [number for number, row in zip(numbers, cells, strict=True) if len(row) == 4],
        [row for row in cells if len(row) == 4],
        problems,
    )


@pytest.mark.parametrize("stray", ['CN1,5" 管,甲', 'CN1,"甲', "CN1,甲\r"])
def test_a_table_that_cannot_be_cut_for_sure_is_read_whole(file, stray):
    path = file(lines(HEAD, *[FIRST] * 3, stray, *['CN2,"两\n行",乙,2014-02-25'] * 20))
    spans = halves(path)
    if spans:
        with pytest.raises(TornSpan):
            by_columns(path, spans)


def test_identical_repeats_are_counted_and_differing_ones_named_with_both_lines(file):
    source = open_source(file(lines(HEAD, FIRST, FIRST, SECOND, FIRST.replace("异构", "同构"))), PATENT)
    first, second, problem = source
    assert (first.line, second.line, source.repeats.count) == (2, 4, 1)
    assert (problem.line, problem.code) == (5, "duplicate_row")
    assert "第2行" in problem.message


def test_blank_rows_are_passed_over(file):
    assert [row.line for row in read_records(file(lines(HEAD, ",,,", FIRST, "")), PATENT)] == [3]


def test_odd_but_true_values_are_accepted(file):
    head = "publication_no,kind,title,application_no,applicants,main_class,classes"
    design = "CN305000001S,外观设计,杯子,,(个人)|甲公司,14-03,14-03"
    starred = "CN104010370B,发明授权,方法,,甲大学,*H04W 72/04,*H04W 72/04(2009.01)I|H04W80/00"
    assert [type(row) for row in read_records(file(lines(head, design, starred)), PATENT)] == [Row, Row]


def test_scientific_notation_and_bad_dates_in_rows(file):
    path = file(lines(HEAD, ",2.0171E+12,甲,2014-02-30", ",201710601862,乙,1984-01-01"))
    assert [(each.line, each.code) for each in read_records(path, PATENT)] == [
        (2, "scientific_notation"),
        (2, "date_impossible"),
        (3, "check_digit_missing"),
        (3, "date_too_early"),
    ]
