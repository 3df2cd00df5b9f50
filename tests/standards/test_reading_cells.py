"""A table kept as written: its rows are clean rows, and it can be given back."""

import pytest

from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, read_cells

ACCOUNT = load("account")


def write(tmp_path, *lines):
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_cells_stay_as_written_and_rows_are_clean(tmp_path):
    path = write(tmp_path, "序号,工号,姓名,学院", "1, 2005012 ,张三,材料学院", ",,,", "2,2005013,,")
    cells = read_cells(path, ACCOUNT, name="people.csv", most=10)
    assert cells.headings == ("序号", "工号", "姓名", "学院")
    assert [line for line, _ in cells.lines] == [2, 4]
    assert cells.lines[0][1] == ["1", " 2005012 ", "张三", "材料学院"]
    row, problem = cells.rows(ACCOUNT)
    assert isinstance(row, Row)
    assert row.values["username"] == "2005012"
    assert isinstance(problem, Problem)
    assert (problem.line, problem.column, problem.code) == (4, "姓名", "required")


def test_a_row_that_differs_from_an_earlier_one_of_the_same_person_is_a_problem(tmp_path):
    path = write(tmp_path, "工号,姓名", "1001,张三", "1001,张三", "1001,李四")
    found = list(read_cells(path, ACCOUNT, name="p.csv", most=10).rows(ACCOUNT))
    assert [type(one) for one in found] == [Row, Problem]
    assert found[1].code == "duplicate_row"


def test_torn_lines_are_told_beside_the_rest(tmp_path):
    path = write(tmp_path, "工号,姓名", "1001,张三,多", "1002,李四")
    problem, row = read_cells(path, ACCOUNT, name="p.csv", most=10).rows(ACCOUNT)
    assert (problem.code, problem.line) == ("row_width", 2)
    assert row.line == 3


@pytest.mark.parametrize(
    ("content", "code"), [("<a/>", "wrong_format"), ("工号,姓名\n11,a\n12,b\n13,c\n", "too_many_rows")]
)
def test_what_is_no_table_or_too_long_is_refused_whole(tmp_path, content, code):
    path = tmp_path / "file"
    path.write_text(content, "utf-8")
    with pytest.raises(Unreadable) as refused:
        read_cells(path, ACCOUNT, name="file", most=2)
    assert refused.value.problem.code == code
