"""`huoshui reference`: load a table, list what there is, switch."""

import argparse
import json
from pathlib import Path

import pytest

from huoshui.web.cli import imports, reference
from tests.classing.tables import CONCORDANCE, workbook
from tests.world import World


def command(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    reference.register(parser.add_subparsers())
    return parser.parse_args(["reference", *words])


def test_a_table_is_loaded_once_listed_and_given_up(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(workbook(tmp_path / "a.xlsx", CONCORDANCE))
    assert imports.load_file(command("load", file, "--edition", "2018", "--dry-run")) == 0
    assert imports.load_file(command("load", file, "--edition", "2018")) == 0
    assert imports.load_file(command("load", file, "--edition", "2018")) == 0
    said = capsys.readouterr().out
    assert [word in said for word in ("已检查，未写入", "已载入：", "已载入过，未变", "6 条")] == [True] * 4
    imports.load_file(command("list", "--json"))
    [one] = json.loads(capsys.readouterr().out)["tables"]
    assert (one["table"], one["edition"], one["active"]) == ("ipc_gbt4754", "2018", True)
    assert imports.load_file(command("use", "ipc_gbt4754", "own")) == 0
    assert "已切换" in capsys.readouterr().out


def test_a_bad_row_answers_two_and_names_the_place(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workbook(tmp_path / "a.xlsx", [*CONCORDANCE, (None, None, "电池")])
    assert imports.load_file(command("load", str(file))) == 2
    assert "a.xlsx 第11行 “IPC”" in capsys.readouterr().err
    assert imports.load_file(command("use", "ipc_gbt4754", "2018")) == 2
