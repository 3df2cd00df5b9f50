import argparse
import json
from pathlib import Path

import pytest

from huoshui.kernel.tenancy import scope
from huoshui.patents import public as patents
from huoshui.web.cli import imports
from tests.world import World

pytestmark = pytest.mark.django_db
HEADINGS = "公开（公告）号,标题,申请人,申请人类型,公开（公告）日,省份,城市"
GOOD = "CN208000002U,一种电池托盘,南湖试验大学,高校,2018-10-23,湖南省,长沙市"
BAD = "CN208000003U,一种电池托盘,南湖试验大学,高校,2018-13-40,湖南省,长沙市"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.csv").write_text(f"{HEADINGS}\n{GOOD}\n", "utf-8")
    (tmp_path / "bad.csv").write_text(f"{HEADINGS}\n{GOOD}\n{BAD}\n", "utf-8")
    (tmp_path / "list.csv").write_text(
        "学校名称,学校标识码,省份,城市\n北河试验学院,4143019999,湖南省,岳阳市\n", "utf-8"
    )
    (tmp_path / "companies.csv").write_text("企业名称,省份,城市\n北河试验阀门有限公司,湖南省,岳阳市\n", "utf-8")
    return tmp_path


def command(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    imports.register(parser.add_subparsers())
    return parser.parse_args(words)


def count(world: World) -> int:
    with scope(world.operator):
        return patents.count(world.operator)


def test_a_good_file_answers_zero_and_says_what_it_did(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imports.load_file(command("patents", "import", str(folder / "good.csv"))) == 0
    assert "新增 1" in capsys.readouterr().out
    assert count(world) == 1


def test_a_bad_file_answers_two_and_names_the_place(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imports.load_file(command("patents", "import", str(folder / "bad.csv"))) == 2
    complaint = capsys.readouterr().err
    assert "bad.csv 第3行 “公开（公告）日”" in complaint
    assert "2018-13-40" in complaint
    assert count(world) == 0


def test_left_out_rows_still_answer_two(world: World, folder: Path) -> None:
    assert imports.load_file(command("patents", "import", str(folder / "bad.csv"), "--skip-bad-rows")) == 2
    assert count(world) == 1


def test_a_bad_file_comes_back_with_what_is_wrong_in_each_row(world: World, folder: Path) -> None:
    back = folder / "back.csv"
    assert imports.load_file(command("patents", "import", str(folder / "bad.csv"), "--errors", str(back))) == 2
    assert "没有这一天" in back.read_text("utf-8").splitlines()[2]


def test_columns_source_and_day_can_be_said(world: World, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "odd.csv").write_text(f"{HEADINGS.replace('标题', '叫什么')}\n{GOOD}\n", "utf-8")
    words = ["patents", "import", str(folder / "odd.csv"), "--source", "office", "--as-of", "2025-01-31"]
    assert imports.load_file(command(*words, "--column", "叫什么=nothing")) == 2
    assert "没有这样的项目" in capsys.readouterr().err
    assert imports.load_file(command(*words, "--column", "叫什么=title")) == 0
    assert count(world) == 1


def test_a_dry_run_keeps_nothing(world: World, folder: Path) -> None:
    assert imports.load_file(command("patents", "import", str(folder / "good.csv"), "--dry-run")) == 0
    assert count(world) == 0


def test_programs_read_one_line_of_json(world: World, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imports.load_file(command("patents", "import", str(folder / "bad.csv"), "--dry-run", "--json"))
    answer = json.loads(capsys.readouterr().out)
    assert (answer["counts"]["new"], answer["counts"]["refused"], answer["problems"][0]["line"]) == (1, 1, 3)
    imports.load_file(command("patents", "import", str(folder / "bad.csv"), "--json"))
    assert json.loads(capsys.readouterr().out)["problems"][0]["value"] == "2018-13-40"


@pytest.mark.parametrize(("room", "file"), [("institutions", "list.csv"), ("enterprises", "companies.csv")])
def test_lists_of_organisations_load(
    world: World, folder: Path, room: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imports.load_file(command(room, "import", str(folder / file))) == 0
    assert "共 1 行" in capsys.readouterr().out


def test_a_missing_file_answers_two_without_a_node(folder: Path) -> None:
    assert imports.run_import(command("patents", "import", str(folder / "nothing.csv"))) == 2


def test_legal_events_are_loaded_for_the_patents_there(
    world: World, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imports.load_file(command("patents", "import", str(folder / "good.csv")))
    capsys.readouterr()
    events = folder / "events.csv"
    rows = ("CN208000002U,CF01,2024-08-09", "CN208000009U,CF01,2024-08-09", "CN208000002U,CF01,2024-13-40")
    events.write_text("\n".join(("公开号,法律状态,法律状态公告日", *rows)), "utf-8")
    assert imports.load_file(command("rights", "import", str(events), "--dry-run", "--json")) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["counts"]["new"], answer["unmatched"]) == ("checked", 1, [["CN208000009U", 1]])
    assert imports.load_file(command("rights", "import", str(events))) == 2
    assert "第4行 “法律状态公告日”" in capsys.readouterr().err
    assert imports.load_file(command("rights", "import", str(events), "--skip-bad-rows", "--as-of", "2024-09-01")) == 2
    assert "新增 1，已有 0，有误 1，未找到专利 1" in capsys.readouterr().out
