"""Files read in a process of their own: the same answers, and nothing of a hostile file reaches the parent."""

import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from huoshui_core.standards import Problem, Unreadable, load
from huoshui_core.standards.reading import Row, confined, open_source, open_source_in_child
from huoshui_core.standards.reading.packing import Packing, read, written
from huoshui_core.standards.writing import dataset_sheet, write_csv
from tests.standards.test_reading_documents import document
from tests.standards.test_writing import RECORD
from tests.standards.workbooks import workbook

PATENT = load("patent")
TABLE = (
    "公开号,标题,申请日,分类号,类型,甲\nCN104010370B,一,2014-04-28,H04W8/26,发明,x\nCN1,二,,,,\nCN104010370B,三,,,,\n"
    "CN104010370B,一,2014-04-28,H04W8/26,发明,x\nCN209120341U,四,,,发明,\n"
)


def files(folder: Path) -> list[Path]:
    (folder / "a.csv").write_text(TABLE, "gb18030")
    (folder / "b.xml").write_text(document(), "utf-8")
    workbook(folder / "c.xlsx", ("清单", [line.split(",") for line in TABLE.splitlines()]))
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        for path in sorted(folder.glob("?.*")):
            if path.suffix != ".zip":
                archive.write(path, f"目录/{path.name}")
    write_csv(folder / "e.csv", dataset_sheet(PATENT, [RECORD]), demonstration=True)
    return sorted(folder.glob("?.*"))


def test_the_child_gives_the_same_answers(tmp_path):
    for path in files(tmp_path):
        here, there = open_source(path, PATENT), open_source_in_child(path, PATENT)
        assert list(here) == list(there)
        for name in ("format", "encoding", "sheet", "columns", "ignored", "is_demonstration", "notices"):
            assert getattr(here, name) == getattr(there, name), (path.name, name)
        assert here.repeats.count == there.repeats.count


def test_choices_reach_the_child(tmp_path):
    (tmp_path / "a.csv").write_text("编号,标题,申请日\nCN104010370B,一,2014-04-28\n", "utf-8")
    chosen = {"编号": "publication_no"}
    source = open_source_in_child(tmp_path / "a.csv", PATENT, headings=chosen, today=date(2010, 1, 1), name="原名.csv")
    (problem,) = source
    assert (problem.file, problem.code) == ("原名.csv", "date_in_future")


@pytest.mark.parametrize(("content", "code"), [("", "empty_file"), ("甲,乙\n", "no_header"), ("<x", "xml_damaged")])
def test_a_refusal_comes_at_once(tmp_path, content, code):
    path = tmp_path / "a"
    path.write_text(content, "utf-8")
    with pytest.raises(Unreadable) as refused:
        open_source_in_child(path, PATENT)
    assert refused.value.problem.code == code


def test_a_child_that_dies_at_once_is_a_refusal(tmp_path, monkeypatch):
    path = files(tmp_path)[0]
    monkeypatch.setattr(confined, "_MODULE", "no.such.module")
    with pytest.raises(Unreadable) as refused:
        open_source_in_child(path, PATENT)
    assert refused.value.problem.code == "unreadable_file"


def test_a_child_that_dies_half_way_ends_the_rows_with_a_problem(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("公开号,标题\n" + "".join(f"CN1{number:08}A,甲\n" for number in range(60_000)), "utf-8")
    source = open_source_in_child(path, PATENT)
    first = next(source.rows)
    children = [int(pid) for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()]
    for child in children:
        if b"reading.child" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, 9)
    *rows, last = source.rows
    assert isinstance(first, Row)
    assert isinstance(last, Problem)
    assert (last.code, last.line) == ("reading_stopped", 0)
    assert len(rows) < 60_000


def test_giving_up_half_way_leaves_no_process_and_no_folder(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("公开号,标题\n" + "".join(f"CN1{number:08}A,甲\n" for number in range(30_000)), "utf-8")
    started = []
    start = confined._start
    monkeypatch.setattr(confined, "_start", lambda *given: started.append(start(*given)) or started[-1])
    source = open_source_in_child(path, PATENT)
    next(source.rows)
    source.rows.close()
    (child,) = started
    assert child.process.returncode is not None
    assert not Path(child.folder.name).exists()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"zzzzzzzz",
        b"ffffffff",
        b"00000003[1",
        written(["rows", []]),
        written(["open", "csv"]),
        written(["refused", [[1, 2]]]),
        written(["refused", []]),
        written({}),
    ],
)
def test_what_no_honest_child_says_is_a_refusal(tmp_path, monkeypatch, said):
    path = files(tmp_path)[0]

    def lying(*_given, **_named):
        script = f"import sys; sys.stdout.buffer.write({said!r})"
        return popen([sys.executable, "-I", "-c", script], stdout=subprocess.PIPE)

    popen = subprocess.Popen
    monkeypatch.setattr(confined.subprocess, "Popen", lying)
    with pytest.raises(Unreadable) as refused:
        open_source_in_child(path, PATENT)
    assert refused.value.problem.code == "unreadable_file"


def test_the_child_has_none_of_our_files_and_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("HUOSHUI_SECRET", "geheim")
    with (tmp_path / "held.txt").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        source = open_source_in_child(files(tmp_path)[0], PATENT)
        (pid,) = [
            pid
            for pid in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
            if b"reading.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        folder = Path("/proc", pid)
        environment = (folder / "environ").read_bytes()
        limits = (folder / "limits").read_text()
        links = [os.readlink(link) for link in (folder / "fd").iterdir()]
        list(source)
    assert b"geheim" not in environment
    assert str(768 << 20) in limits
    assert not any("held.txt" in link for link in links)


def test_rows_pass_as_data_and_come_out_as_they_went_in():
    for name in ("patent", "dossier", "annual_fee", "enterprise"):
        dataset = load(name)
        values = dict.fromkeys(dataset.by_name) | (
            {field: RECORD[field] for field in RECORD} if name == "patent" else {}
        )
        batch = [Row(2, values, "a"), Problem("a", 3, "栏", "值", "话", "code"), Row(4, values, "b")]
        packing = Packing(dataset)
        assert list(packing.unpacked(read(written(packing.packed(batch))[8:]))) == batch
        assert list(packing.unpacked(read(written(packing.packed(batch[1:2]))[8:]))) == batch[1:2]
