from pathlib import Path

import pytest

from huoshui_core.classing.reading import read_table_file
from huoshui_core.standards import Unreadable
from tests.classing.tables import CONCORDANCE, EMERGING, INTENSIVE, workbook


def test_rows_without_a_code_go_on_with_the_class_above(tmp_path: Path):
    reading = read_table_file(workbook(tmp_path / "2018.xlsx", CONCORDANCE))
    assert (reading.table, reading.problems) == ("ipc_gbt4754", [])
    assert [(one.line, one.code, one.symbol) for one in reading.entries] == [
        (6, "3841", "H01M10/052*"),
        (7, "3841", "H01M10/0525"),
        (8, "3841", "*H01M4/13-4/139"),
        (9, "3849", "H01M8"),
        (10, "3849", "H01M10"),
        (10, "3849", "H01M12"),
    ]


def test_emerging_rules_carry_their_words_to_the_rows_below(tmp_path: Path):
    reading = read_table_file(workbook(tmp_path / "sei.xlsx", EMERGING))
    assert (reading.table, reading.problems) == ("ipc_sei", [])
    last = reading.entries[-1]
    assert (last.code, last.symbol, last.include, last.exclude) == (
        "5.3.1",
        "H02J7",
        ("电动汽车", "新能源+客车"),
        ("非机动车",),
    )


def test_the_list_of_intensive_classes_keeps_their_groups(tmp_path: Path):
    reading = read_table_file(workbook(tmp_path / "list.xlsx", INTENSIVE))
    assert reading.table == "intensive"
    assert [(one.code, one.parent) for one in reading.entries] == [
        ("3841", "新装备制造业"),
        ("3842", "新装备制造业"),
        ("2651", "新材料制造业"),
    ]


def _problems(path: Path, rows: str, **more: str) -> list[tuple[int, str, str, str]]:
    path.write_text(rows, "utf-8")
    return [(one.line, one.column, one.value, one.code) for one in read_table_file(path, **more).problems]


def test_each_fault_names_line_column_and_value(tmp_path: Path):
    rows = "行业代码,行业名称,IPC\n,,H01M10/05\n3841,锂离子电池制造,H01M10/05\n,,电池\n"
    rows += "9999,没有的行业,H01M8/00\n3849,其他,Z01M\n"
    assert _problems(tmp_path / "bad.csv", rows) == [
        (2, "IPC", "H01M10/05", "no_industry"),
        (4, "IPC", "电池", "ipc_shape"),
        (5, "行业代码", "9999", "industry_unknown"),
        (6, "IPC", "Z01M", "ipc_shape"),
    ]


def test_a_subclass_that_the_classification_lacks_is_a_fault(tmp_path: Path):
    rows = "行业代码,行业名称,IPC\n3841,锂离子电池制造,H01Z1/00\n"
    assert _problems(tmp_path / "bad.csv", rows) == [(2, "IPC", "H01Z1/00", "ipc_unknown")]


def test_the_two_numberings_of_emerging_industries_are_not_mixed(tmp_path: Path):
    rows = "分类代码,分类名称,IPC,关键词\n1.6.1,人工智能软件,G06N*,\n"
    assert _problems(tmp_path / "2021.csv", rows) == [(2, "分类代码", "1.6.1", "emerging_unknown")]
    reading = read_table_file(tmp_path / "2021.csv", emerging={"1.6": "人工智能"})
    assert not reading.problems


def test_a_lost_zero_is_told_as_such(tmp_path: Path):
    path = workbook(tmp_path / "list.xlsx", [("大类", "行业代码"), ("新材料制造业", 91)])
    [problem] = read_table_file(path).problems
    assert (problem.line, problem.value) == (2, "91")


def test_the_same_pair_again_is_counted_once(tmp_path: Path):
    rows = "行业代码,行业名称,IPC\n3841,锂离子电池制造,H01M10/05\n,,H01M 10/05\n"
    (tmp_path / "twice.csv").write_text(rows, "utf-8")
    reading = read_table_file(tmp_path / "twice.csv")
    assert (len(reading.entries), reading.repeated) == (1, 1)


@pytest.mark.parametrize("rows", ["a,b\n1,2\n", "", "名称\n电池\n"])
def test_a_file_that_is_no_table_of_ours_is_refused(tmp_path: Path, rows: str):
    (tmp_path / "odd.csv").write_text(rows, "utf-8")
    with pytest.raises(Unreadable):
        read_table_file(tmp_path / "odd.csv")


def test_a_table_that_may_be_two_asks_which(tmp_path: Path):
    (tmp_path / "some.csv").write_text("代码,名称\n3841,锂离子电池制造\n", "utf-8")
    with pytest.raises(Unreadable, match="--table"):
        read_table_file(tmp_path / "some.csv")
    assert read_table_file(tmp_path / "some.csv", table="intensive").entries[0].code == "3841"
