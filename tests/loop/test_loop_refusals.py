"""Bad files, bad rows and folders that are not ours: named exactly, and never half done."""

import csv
from datetime import date
from pathlib import Path

import pytest

from huoshui_core.loop import OutputRefused, UnusableInput, run_loop
from tests.loop.sample import ENTERPRISE_COLUMNS, ENTERPRISES, PATENT_COLUMNS, PATENTS, sample_files, write_rows

TODAY = date(2026, 11, 20)


def refusal(patents: Path, enterprises: Path, out: Path) -> list[str]:
    with pytest.raises(UnusableInput) as refused:
        run_loop(patents, enterprises, out, institutions=None, today=TODAY)
    assert not out.exists()
    return [problem.code for problem in refused.value.problems]


def test_both_unusable_files_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "patents.csv").write_bytes(b"")
    assert refusal(tmp_path / "patents.csv", tmp_path / "absent.csv", tmp_path / "out") == [
        "empty_file",
        "file_missing",
    ]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("专利名称,申请号\n电池,2017\n".encode("utf-16"), 0, "不是 UTF-8 或 GB18030"),
        ("什么,别的\n1,2\n".encode(), 0, "没有认出标题行"),
        ("申请号,专利名称\n123,电池\n".encode(), 2, "应为12位"),
    ],
)
def test_a_file_without_a_usable_row_writes_nothing(tmp_path: Path, content: bytes, line: int, said: str) -> None:
    _, enterprises, _ = sample_files(tmp_path)
    patents = tmp_path / "bad.csv"
    patents.write_bytes(content)
    with pytest.raises(UnusableInput) as refused:
        run_loop(patents, enterprises, tmp_path / "out", institutions=None, today=TODAY)
    first = refused.value.problems[0]
    assert (first.file, first.line) == ("bad.csv", line)
    assert said in first.message
    assert not (tmp_path / "out").exists()


def test_patents_of_nobody_in_scope_write_nothing(tmp_path: Path) -> None:
    _, enterprises, _ = sample_files(tmp_path)
    patents = write_rows(tmp_path / "companies.csv", PATENT_COLUMNS, [PATENTS[8]])
    assert refusal(patents, enterprises, tmp_path / "out") == ["none_in_scope"]


def test_bad_rows_are_listed_and_the_good_ones_go_on(tmp_path: Path) -> None:
    _, enterprises, _ = sample_files(tmp_path)
    bad = ("CN10401", "", "号码不对的电池", "", "云台大学", "2014-13-28", "", "", "")
    patents = write_rows(tmp_path / "patents.csv", PATENT_COLUMNS, [*PATENTS, bad])
    result = run_loop(patents, enterprises, tmp_path / "out", institutions=None, today=TODAY)
    assert not result.is_whole
    assert result.patents_read == len(PATENTS)
    with (tmp_path / "out" / "问题清单.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["文件"], row["行"]) for row in rows} == {("patents.csv", "12")}
    assert {"CN10401", "2014-13-28"} <= {row["填写的值"] for row in rows}
    assert "2014-13-28" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_legacy_chinese_encoding_reads_the_same(tmp_path: Path) -> None:
    patents = write_rows(tmp_path / "patents.csv", PATENT_COLUMNS, PATENTS, encoding="gb18030")
    enterprises = write_rows(tmp_path / "enterprises.csv", ENTERPRISE_COLUMNS, ENTERPRISES, encoding="gb18030")
    assert run_loop(patents, enterprises, tmp_path / "out", institutions=None, today=TODAY).in_scope == 9


def test_an_empty_folder_and_a_former_result_give_way(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    run_loop(patents, enterprises, out, institutions=None, today=TODAY)
    again = run_loop(patents, enterprises, out, institutions=None, today=TODAY, top=1)
    assert {path.name for path in out.iterdir()} == {*again.files, "loop-result.json"}


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "论文.docx").write_bytes(b"1")
    with pytest.raises(OutputRefused, match="已有别的文件"):
        run_loop(patents, enterprises, out, institutions=None, today=TODAY)
    assert [path.name for path in out.iterdir()] == ["论文.docx"]


@pytest.mark.parametrize("name", ["02-盘点档案.xlsx", "我的笔记.txt"])
def test_work_done_in_a_former_result_is_never_overwritten(tmp_path: Path, name: str) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    out = tmp_path / "out"
    run_loop(patents, enterprises, out, institutions=None, today=TODAY)
    (out / name).write_bytes(b"filled in by hand")
    with pytest.raises(OutputRefused, match="新增或改动"):
        run_loop(patents, enterprises, out, institutions=None, today=TODAY)
    assert (out / name).read_bytes() == b"filled in by hand"


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    with pytest.raises(OutputRefused, match="不是文件夹"):
        run_loop(patents, enterprises, enterprises, institutions=None, today=TODAY)


@pytest.mark.parametrize("step", ["写出基础库", "写出报告"])
def test_a_run_broken_off_leaves_the_former_result_whole(tmp_path: Path, step: str) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    out = tmp_path / "out"
    run_loop(patents, enterprises, out, institutions=None, today=TODAY)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def breaks_off(what: str, done: int, of: int) -> None:
        if what == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_loop(patents, enterprises, out, institutions=None, today=TODAY, top=1, progress=breaks_off)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
