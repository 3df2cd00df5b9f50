"""The two commands on files: exit codes, what they print, and that neither waits for Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huoshui.web.cli import main
from tests.loop.sample import PATENT_COLUMNS, PATENTS, sample_files, write_rows

BAD = ("CN10401", "", "号码不对的电池", "", "云台大学", "", "", "", "")


def loop_words(folder: Path, *more: str) -> list[str]:
    given = ["--patents", str(folder / "patents.csv"), "--enterprises", str(folder / "enterprises.csv")]
    return ["loop", *given, "--out", str(folder / "out"), *more]


def rank_words(folder: Path, out: str, *more: str) -> list[str]:
    given = ["--patents", str(folder / "patents.csv"), "--enterprises", str(folder / "enterprises.csv")]
    return ["match", "rank", *given, "--out", str(folder / out), *more]


def test_loop_answers_0_when_every_row_was_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_files(tmp_path)
    assert main(loop_words(tmp_path, "--json")) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["in_scope"] == 9
    assert printed.err == ""


def test_loop_answers_2_and_names_the_row_that_was_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_files(tmp_path)
    write_rows(tmp_path / "patents.csv", PATENT_COLUMNS, [*PATENTS, BAD])
    assert main(loop_words(tmp_path)) == 2
    printed = capsys.readouterr()
    for named in ("patents.csv", "第12行", "公开（公告）号", "CN10401"):
        assert named in printed.err
    assert (tmp_path / "out" / "report.html").is_file()


def test_loop_answers_2_when_a_file_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_files(tmp_path)
    (tmp_path / "enterprises.csv").unlink()
    assert main(loop_words(tmp_path, "--json")) == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "file_missing"
    assert not (tmp_path / "out").exists()


def test_loop_answers_2_when_the_folder_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_files(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x").touch()
    assert main(loop_words(tmp_path)) == 2
    assert "已有别的文件" in capsys.readouterr().err


def test_parts_of_a_ranking_join_to_the_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_files(tmp_path)
    assert main(rank_words(tmp_path, "whole.csv", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["patents"] == 10
    joined = []
    for part in ("1/3", "2/3", "3/3"):
        assert main(rank_words(tmp_path, "part.csv", "--part", part)) == 0
        joined += (tmp_path / "part.csv").read_text("utf-8").splitlines()[1:]
    assert joined == (tmp_path / "whole.csv").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("part", ["0/3", "4/3", "x", "1/0"])
def test_an_impossible_part_is_refused(tmp_path: Path, part: str) -> None:
    sample_files(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(rank_words(tmp_path, "part.csv", "--part", part))
    assert left.value.code == 2


def test_rank_names_a_missing_file_and_answers_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sample_files(tmp_path)
    (tmp_path / "patents.csv").unlink()
    assert main(rank_words(tmp_path, "out.csv")) == 2
    assert "patents.csv" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_control_characters_in_a_value_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample_files(tmp_path)
    write_rows(tmp_path / "patents.csv", PATENT_COLUMNS, [*PATENTS, ("CN\x1b[2J1", *BAD[1:])])
    assert main(loop_words(tmp_path)) == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["loop", "match"])
def test_neither_command_imports_django(command: str) -> None:
    code = (
        "import sys, argparse; from importlib import import_module; from huoshui.web.cli import COMMANDS;"
        f"import_module(COMMANDS['{command}']); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
