import json
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, open_source, read_records, workbook_child
from huoshui_core.standards.reading.repeats import Repeats
from huoshui_core.standards.reading.source import open_batches
from huoshui_core.standards.reading.table import Context
from huoshui_core.standards.writing import template
from tests.standards.workbooks import SHEET, sheet_xml, with_part, workbook

PATENT = load("patent")
HEAD = ["公开（公告）号", "专利号/申请号", "专利名称", "申请日"]
FIRST = ["CN104010370B", None, "异构系统融合控制方法及装置", "2014-04-28"]
A1 = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path, dataset=PATENT) -> Problem:
    with pytest.raises(Unreadable) as refused:
        list(read_records(path, dataset))
    return refused.value.problem


def test_rows_are_read_with_the_line_of_the_sheet(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", ("专利", [["某某大学专利清单"], [], HEAD, FIRST, [], ["CN1", None, "乙", None]])
    )
    source = open_source(path, PATENT)
    row, problem = source
    assert (source.format, source.sheet, row.line) == ("xlsx", "专利", 4)
    assert (problem.line, problem.column, problem.value) == (6, "公开（公告）号", "CN1")


def test_typed_cells_are_read_as_they_are_meant(tmp_path):
    rows = [
        [None, 201710601862.3, "甲", date(2017, 7, 21)],
        [None, 2013106997442, "乙", datetime.combine(date(2013, 12, 18), time())],
        [None, "201921898050.0", "丙", 43775],
        [None, "95115608.X", 12345, 19950820],
    ]
    path = workbook(tmp_path / "a.xlsx", ("专利", [HEAD, *rows]))
    read = [row.values for row in read_records(path, PATENT)]
    assert [each["application_no"] for each in read] == [
        "201710601862.3",
        "201310699744.2",
        "201921898050.0",
        "95115608.X",
    ]
    assert [each["filing_date"] for each in read] == [
        date(2017, 7, 21),
        date(2013, 12, 18),
        date(2019, 11, 6),
        date(1995, 8, 20),
    ]
    assert read[3]["title"] == "12345"


def test_numbers_that_lost_digits_are_refused(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", ("专利", [HEAD, [None, 201710601862, "甲", None], [None, 2.0171e12, "乙", None]])
    )
    assert [problem.code for problem in read_records(path, PATENT)] == ["check_digit_missing", "check_digit"]


def test_the_sheet_that_answers_the_standard_is_found(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("说明", [["请填写第二张表"]]), ("清单", [HEAD, FIRST]))
    source = open_source(path, PATENT)
    assert source.sheet == "清单"
    assert len(list(source)) == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "empty_file"),
        ([["姓名", "手机号"], ["张三", "1"]], "wrong_sheet"),
        ([["公开号", "申请日"], ["CN104010370B", "2014-04-28"]], "missing_columns"),
    ],
)
def test_a_workbook_without_the_columns_is_refused(tmp_path, rows, code):
    assert refusal(workbook(tmp_path / "a.xlsx", ("人员", rows))).code == code


def of_years(path: Path) -> Path:
    head = ["公开号", "标题", "申请日"]
    return workbook(
        path,
        ("说明", [["填表说明", "每年一张工作表"]]),
        ("2023", [head, ["CN104010370B", "甲", "2014-04-28"], ["CN103906069B", "乙", 43500]]),
        ("2024", [["清单"], head[::-1], [43500, "丙", "CN102889890B"], ["昨天", "乙", "CN103906069B"]]),
    )


def test_all_sheets_with_the_same_columns_are_read(tmp_path):
    source = open_source(of_years(tmp_path / "a.xlsx"), PATENT)
    *rows, problem = source
    assert source.sheet == "2023、2024"
    assert [(row.file, row.line, row.values["title"]) for row in rows] == [
        ("a.xlsx（2023）", 2, "甲"),
        ("a.xlsx（2023）", 3, "乙"),
        ("a.xlsx（2024）", 3, "丙"),
    ]
    assert str(rows[2].values["filing_date"]) == "2019-02-04"
    assert (problem.file, problem.line, problem.column) == ("a.xlsx（2024）", 4, "申请日")
    assert source.notices == []


def test_of_our_own_template_the_sheet_to_be_filled_is_read_alone(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(PATENT))
    book = load_workbook(path)
    page = book.worksheets[0]
    page["A2"], page["C2"] = "CN104010370B", "甲"
    book.copy_worksheet(page).title = "备查"
    book.save(path)
    source = open_source(path, PATENT)
    assert [row.line for row in source] == [2]
    assert [one.column for one in source.notices] == ["备查"]


def test_sheets_are_read_alike_by_rows_and_in_batches(tmp_path):
    path, context = of_years(tmp_path / "a.xlsx"), Context(PATENT, "a.xlsx", Repeats())
    batches = open_batches(path, context, 1)
    assert batches is not None
    found = [(context.file, lines.numbers, lines.cells) for lines in batches.lines]
    assert found[1:3] == [
        ("a.xlsx（2023）", [3], [["CN103906069B", "乙", "2019-02-04"]]),
        ("a.xlsx（2024）", [3], [["CN102889890B", "丙", "2019-02-04"]]),
    ]


def test_a_sheet_that_is_not_read_is_told(tmp_path):
    head = ["公开号", "标题", "申请日"]
    path = workbook(
        tmp_path / "a.xlsx",
        ("专利", [head, ["CN104010370B", "甲", "2014-04-28"]]),
        ("转让", [["公开号", "标题", "受让人"], ["CN104010370B", "甲", "乙公司"]]),
        ("说明", [["栏目"], ["公开号"]]),
    )
    source = open_source(path, PATENT)
    assert [row.line for row in source] == [2]
    assert [(one.column, one.code) for one in source.notices] == [("转让", "sheet_left_out")]
    assert "“转让”没有读取" in source.notices[0].message


def test_a_template_of_another_standard_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(load("enterprise")))
    assert refusal(path).code == "wrong_template"


def test_a_template_of_another_version_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("专利", [HEAD, FIRST]), ("_standard", [["patent", 99]]))
    assert refusal(path).code == "unknown_version"


@pytest.mark.parametrize(
    "rows",
    [
        A1 + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        A1 + '<row r="200001"><c r="A200001"><v>1</v></c></row>',
        A1 + '<row r="2"><c r="GS2"><v>1</v></c></row>',
        A1 + "<row r='2'><c r='xfd2'><v>1</v></c></row>",
        A1 + '<row r="2"><c r="&#88;FD2"><v>1</v></c></row>',
        A1 + '<row r="9999999"><c><v>1</v></c></row>',
        " " * 300_000 + '<row r="2"><c r="XFD2"><v>1</v></c></row>',
    ],
    ids=["last corner", "row", "column", "lower case", "character reference", "row without cells", "second block"],
)
def test_far_cells_are_refused(tmp_path, rows):
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(rows))
    assert refusal(path).code == "too_large"


@pytest.mark.parametrize("cell", ['<row r="200000"><c r="A200000">', '<row r="2"><c r="GR2">'])
def test_the_last_allowed_row_and_column_are_read(tmp_path, cell):
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(A1 + cell + "<v>1</v></c></row>"))
    assert refusal(path).code == "wrong_sheet"


def test_two_cells_far_apart_are_two_cells(tmp_path):
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(A1 + '<row r="200000"><c r="GR200000"><v>1</v></c></row>'))
    first, second = cells_of(path)
    assert first == [1, 1]
    assert (second[0], len(second), second[-1]) == (200_000, 201, 1)


def test_the_corner_bomb_is_small(tmp_path):
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert path.stat().st_size < 8192
    assert refusal(path).code == "too_large"


def test_a_padded_bomb_is_refused_by_its_ratio(tmp_path):
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(" " * (32 << 20)))
    assert refusal(path).code == "bomb"


def test_a_lying_header_is_refused(tmp_path):
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(" " * (32 << 20)))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        position = archive.start_dir
    while True:
        name, extra, note = struct.unpack("<HHH", content[position + 28 : position + 34])
        if bytes(content[position + 46 : position + 46 + name]).decode() == SHEET:
            content[position + 24 : position + 28] = struct.pack("<I", 1000)
            break
        position += 46 + name + extra + note
    path.write_bytes(content)
    assert refusal(path).code in {"archive_damaged", "bomb"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("xl/vbaProject.bin", b"macro", "macros"),
        ("xl/externalLinks/externalLink1.xml", "<x/>", "external_links"),
        ("xl/embeddings/a.xlsx", b"PK", "nested_archive"),
        ("../../evil.xml", "<x/>", "path_trick"),
        ("/etc/evil.xml", "<x/>", "path_trick"),
        (SHEET, '<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml(A1).partition("?>")[2], "entities"),
        (SHEET, sheet_xml(A1).replace("UTF-8", "UTF-16").encode("utf-16"), "wrong_encoding"),
        (SHEET, sheet_xml(A1).replace("UTF-8", "GB2312"), "wrong_encoding"),
        (SHEET, "<worksheet", "workbook_unreadable"),
    ],
)
def test_hostile_parts_are_refused(tmp_path, name, content, code):
    assert refusal(with_part(tmp_path / "a.xlsx", name, content)).code == code


def test_damaged_workbooks_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("专利", [HEAD, FIRST]))
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).code == "archive_damaged"
    path.write_bytes(b"PK\x03\x04 not a zip")
    assert refusal(path).code == "archive_damaged"


def test_a_child_that_dies_is_a_refusal_and_not_a_crash(tmp_path, monkeypatch):
    dying = tmp_path / "child.py"
    dying.write_text("import os\nos.abort()\n")
    monkeypatch.setattr("huoshui_core.standards.reading.workbook._CHILD", dying)
    assert refusal(workbook(tmp_path / "a.xlsx", ("专利", [HEAD, FIRST]))).code == "workbook_unreadable"


def test_the_child_is_confined():
    folder = str(Path(workbook_child.__file__).parent)
    load_child = f"import sys; sys.path.insert(0, {folder!r}); import workbook_child"
    script = f"{load_child}; workbook_child.confine(); x = bytearray(900 << 20)"
    ended = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=False)
    assert b"MemoryError" in ended.stderr


def test_many_cells_without_references_end_in_the_child(tmp_path):
    rows = "".join(f'<row r="{number}">' + "<c><v>1</v></c>" * 30_000 + "</row>" for number in range(1, 40))
    outcome = refusal(with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(rows)))
    assert outcome.code in {"workbook_unreadable", "wrong_sheet", "bomb"}


def test_every_kind_of_cell_is_read_for_what_it_shows(tmp_path):
    """As the format has it: texts with their escapes but not how they are spoken, faults as nothing, gaps as blanks."""
    cells = (
        '<c r="B2" t="inlineStr"><is><r><t>甲</t></r><r><t> 乙_x0041_</t></r><rPh><t>音</t></rPh></is></c>'
        '<c t="e"><v>#N/A</v></c><c r="E2" t="str"><f>"x"&amp;"y"</f><v>x&amp;_x000D_y</v></c><c t="b"><v>1</v></c>'
        '<c t="d"><v>2020-01-02T00:00:00</v></c><c><v>1.5E5</v></c><c><v>007</v></c><c r="A2"><v>12</v></c>'
    )
    path = with_part(tmp_path / "a.xlsx", SHEET, sheet_xml(f'<row r="2">{cells}</row><row><c/><c s="0"/></row>'))
    assert cells_of(path) == [[2, 12, "甲 乙A", "", "", "x&\ry", True, "2020-01-02", 150000.0, 7.0]]
    prefixed = (
        sheet_xml(A1).replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    )
    assert cells_of(with_part(tmp_path / "b.xlsx", SHEET, prefixed)) == [[1, 1]]


def test_numbers_are_days_and_times_where_their_format_shows_them_so(tmp_path):
    formats = {
        "yyyy-mm-dd": "2020-01-31",
        'yyyy"年"m"月"d"日"': "2020-01-31",
        "[$-804]yyyy/m/d;@": "2020-01-31",
        "[h]:mm": "43861 days, 0:00:00",
        '0.00"days"': 43861,
        "[Red]#,##0_d": 43861,
        "General": 43861,
        "@": 43861,
    }
    book = Workbook()
    for at, shown in enumerate(formats, start=1):
        book.worksheets[0].cell(1, at, 43861).number_format = shown
    book.worksheets[0].cell(1, len(formats) + 1, 43861 + 8.5 / 24).number_format = "yyyy-mm-dd hh:mm"
    book.save(tmp_path / "a.xlsx")
    assert cells_of(tmp_path / "a.xlsx") == [[1, *formats.values(), "2020-01-31T08:30:00"]]
    book.epoch = CALENDAR_MAC_1904
    book.save(tmp_path / "b.xlsx")
    assert cells_of(tmp_path / "b.xlsx")[0][1] == "2024-02-01"


def test_long_texts_of_the_shared_table_come_back_in_place(tmp_path):
    rows = [[f"短{number}", f"长{number}" * 100, "同"] for number in range(50)]
    path = workbook(tmp_path / "a.xlsx", ("清单", rows))
    assert [cells for _, *cells in cells_of(path)] == rows


def cells_of(path: Path) -> list[list[object]]:
    """What the child says of the first sheet."""
    command = [sys.executable, "-I", workbook_child.__file__, str(path)]
    said = subprocess.run(command, capture_output=True, check=True).stdout
    _, *rows = [json.loads(line) for line in said.split(b"\n") if line]
    return rows


def test_cleaning_gives_rows_of_the_same_kind_as_csv(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("专利", [HEAD, FIRST]))
    text = tmp_path / "a.csv"
    text.write_text("\n".join(",".join(cell or "" for cell in row) for row in (HEAD, FIRST)), "utf-8")
    (from_workbook,), (from_text,) = list(read_records(path, PATENT)), list(read_records(text, PATENT))
    assert isinstance(from_workbook, Row)
    assert from_workbook.values == from_text.values
