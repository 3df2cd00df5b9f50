import csv
import os

import pytest

from huoshui_core.matching.files import HEADER, UnusableInput, rank_files

PATENTS = """公开（公告）号,标题,IPC分类号,申请(专利权)人
CN110000001A,一种光伏逆变器的并网控制方法,H02J3/38|H02M7/48,湖南大学
CN110000002A,锂电池隔膜的制备方法,H01M2/16,湖南大学
CN110000003A,陶笛,G10D7/04,湖南大学
"""
ENTERPRISES = """企业名称,主要产品,技术画像（IPC）
"阳明新能源（长沙）有限公司, 一厂",光伏逆变器|储能变流器,H02J:3|H02M:2
洞庭电池有限公司,锂电池|隔膜涂布设备,H01M:5
=1+1有限公司,逆变器,
"""


@pytest.fixture
def inputs(tmp_path):
    for name, text in (("patents.csv", PATENTS), ("enterprises.csv", ENTERPRISES)):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    return tmp_path / "patents.csv", tmp_path / "enterprises.csv"


def ranked(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_two_files_become_a_ranked_one_with_reasons(inputs, tmp_path):
    summary = rank_files(*inputs, top=2, out=tmp_path / "out.csv")
    header, *rows = ranked(tmp_path / "out.csv")
    assert tuple(header) == HEADER
    assert [row[:3] for row in rows] == [
        ["CN110000001A", "1", "阳明新能源（长沙）有限公司, 一厂"],
        ["CN110000001A", "2", "'=1+1有限公司"],
        ["CN110000002A", "1", "洞庭电池有限公司"],
    ]
    assert rows[0][4] == "共同词：光伏、逆变器；IPC：小类 H02J"
    assert float(rows[0][3]) > float(rows[1][3]) > 0
    assert (summary.patents, summary.enterprises, summary.rows, summary.without_match) == (3, 3, 3, 1)
    assert summary.problems == ()


def test_parts_joined_are_the_whole_file(inputs, tmp_path):
    rank_files(*inputs, top=5, out=tmp_path / "whole.csv")
    joined = b""
    for at in range(3):
        rank_files(*inputs, top=5, out=tmp_path / "part.csv", part=(at, 3))
        joined += (tmp_path / "part.csv").read_bytes().split(b"\n", 1)[1]
    assert joined == (tmp_path / "whole.csv").read_bytes().split(b"\n", 1)[1]


def test_a_bad_row_is_left_out_and_named(inputs, tmp_path):
    with inputs[0].open("a", encoding="utf-8") as file:
        file.write("不是号码,光伏板,H02S,湖南大学\n")
    summary = rank_files(*inputs, top=2, out=tmp_path / "out.csv")
    assert [(p.file, p.line, p.value) for p in summary.problems] == [("patents.csv", 5, "不是号码")]
    assert summary.patents == 3


@pytest.mark.parametrize("content", ["", "随便\n什么\n", "企业名称,主要产品\n,光伏\n"])
def test_a_file_without_a_usable_row_is_refused_and_nothing_is_written(inputs, tmp_path, content):
    inputs[1].write_text(content, encoding="utf-8")
    with pytest.raises(UnusableInput) as refusal:
        rank_files(*inputs, top=2, out=tmp_path / "out.csv")
    assert refusal.value.problems[0].file == "enterprises.csv"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["enterprises.csv", "patents.csv"]


def test_the_file_appears_whole_or_not_at_all(inputs, tmp_path, monkeypatch):
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        rank_files(*inputs, top=2, out=tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"
    assert len(list(tmp_path.iterdir())) == 3


def test_progress_names_each_step_and_ends(inputs, tmp_path):
    seen = {}
    rank_files(
        *inputs, top=2, out=tmp_path / "out.csv", progress=lambda what, done, of: seen.update({what: (done, of)})
    )
    assert seen == {"读取": (2, 2), "建立索引": (6, 6), "逐对打分": (3, 3), "写出": (3, 3)}
