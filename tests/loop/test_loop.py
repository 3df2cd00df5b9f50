"""The loop on a small invented region: what it says of each patent, and what it leaves to people."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from huoshui_core.loop import LoopResult, run_loop
from huoshui_core.standards import Problem, load
from huoshui_core.standards.reading import open_source, read_records
from tests.loop.sample import sample_files

TODAY = date(2026, 11, 20)
RUN = tuple[LoopResult, Path]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> RUN:
    folder = tmp_path_factory.mktemp("loop")
    patents, enterprises, institutions = sample_files(folder)
    return run_loop(patents, enterprises, folder / "结果", institutions=institutions, today=TODAY), folder / "结果"


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    lines = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


def test_counts_say_what_was_read_and_what_lies_outside(done: RUN) -> None:
    result, _ = done
    assert (result.patents_read, result.enterprises_read) == (10, 4)
    assert (result.in_scope, result.out_of_scope) == (9, 1)
    assert (result.institutions, result.institutions_unlisted) == (4, 3)
    assert result.is_whole


def test_every_file_is_there_and_nothing_else(done: RUN) -> None:
    result, out = done
    assert {path.name for path in out.iterdir()} == {*result.files, "loop-result.json"}
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []


def test_screening_names_candidates_with_inventions_first(done: RUN) -> None:
    result, out = done
    rows = rows_of(out / "01-基础库.xlsx", "入库筛选")
    said = {row["公开（公告）号"]: row for row in rows}
    assert [row["优先次序"] for row in rows] == [1, 1, 1, 1, 2, 3, None, None, None]
    assert result.candidates == 6
    assert said["CN109000002A"]["筛选结论"] == "建议入库"  # a publication whose legal status says granted
    assert said["CN109000001A"]["理由"] == "尚未授权，授权后纳入盘点和筛选"
    assert said["CN101000001B"]["理由"] == "自申请日起的最长保护期已于 2025-02-25 届满，不入库、不推送"
    assert "共有专利" in said["CN103906069B"]["提示"]


def test_what_has_ended_is_matched_with_nobody(done: RUN) -> None:
    _, out = done
    listed = {row["公开（公告）号"] for row in rows_of(out / "03-供需匹配.xlsx", "按专利")}
    listed |= {row["公开（公告）号"] for row in rows_of(out / "03-供需匹配.xlsx", "按企业")}
    ended = {row["公开（公告）号"] for row in rows_of(out / "04-名称核对.xlsx", "已终止专利")}
    assert ended == {"CN101000001B", "CN104010371B"}
    assert listed.isdisjoint(ended)
    assert "CN104010372B" not in listed  # a company's own patent


def test_best_enterprise_is_the_one_that_makes_such_things(done: RUN) -> None:
    _, out = done
    first = {r["公开（公告）号"]: r["企业名称"] for r in rows_of(out / "03-供需匹配.xlsx", "按专利") if r["名次"] == 1}
    assert first["CN104010370B"] == "北港电池有限公司"
    assert first["CN209069587U"] == "云台茶业有限公司"


@pytest.mark.parametrize("sheet", ["按专利", "按企业"])
def test_shares_in_a_reason_add_up_to_the_score(done: RUN, sheet: str) -> None:
    _, out = done
    rows = rows_of(out / "03-供需匹配.xlsx", sheet)
    assert rows
    for row in rows:
        shares = re.findall(r"[＋｜](?:用词|片段|分类|地点)(\d\.\d{4})", row["匹配理由"])
        assert round(sum(map(float, shares)), 4) == row["匹配度"]


def test_both_directions_give_a_pair_the_same_score(done: RUN) -> None:
    _, out = done
    pairs = [
        {
            (row["公开（公告）号"], row["企业名称"]): (row["匹配度"], row["匹配理由"])
            for row in rows_of(out / "03-供需匹配.xlsx", sheet)
        }
        for sheet in ("按专利", "按企业")
    ]
    assert pairs[0] == pairs[1]


def test_a_firm_that_owns_the_patent_already_is_said_to(done: RUN) -> None:
    _, out = done
    rows = rows_of(out / "03-供需匹配.xlsx", "按专利")
    noted = {(row["公开（公告）号"], row["企业名称"]) for row in rows if "【同为权利人】" in row["匹配理由"]}
    assert noted == {("CN103906069B", "北港除尘设备有限公司")}


def test_dossiers_hold_suggestions_and_leave_decisions_to_people(done: RUN) -> None:
    _, out = done
    row = rows_of(out / "02-盘点档案.xlsx", "专利盘点建档")[0]
    assert row["确认状态"] == "待确认（系统预填，待发明人或单位确认）"
    assert row["应用场景"] == "电动汽车动力电池"
    assert row["技术成熟度建议"] == "4级"
    assert "实验结果表明" in row["技术成熟度依据"]
    for decision in ("技术成熟度", "转化意愿（可接受的转化方式）", "专利价值分级自评", "专利实施状态（含产业化）"):
        assert row[decision] is None
    assert row["是否属于财政资助科研项目形成的专利"] is None


def test_dossiers_read_back_by_the_standard_as_they_are(done: RUN) -> None:
    _, out = done
    rows = list(read_records(out / "02-盘点档案.xlsx", load("dossier")))
    assert not [row for row in rows if isinstance(row, Problem)]
    assert len(rows) == 6


def test_dossiers_offer_the_choices_of_the_standard(done: RUN) -> None:
    _, out = done
    page = openpyxl.load_workbook(out / "02-盘点档案.xlsx")["专利盘点建档"]
    offered = {str(rule.formula1) for rule in page.data_validations.dataValidation}
    assert '"未实施,已实施,已产业化"' in offered
    assert '"是,否"' in offered


def test_names_not_in_the_list_are_kept_with_a_proposal(done: RUN) -> None:
    _, out = done
    said = {r["单位名称"]: r for r in rows_of(out / "04-名称核对.xlsx", "单位名称核对")}
    assert said["云台大学（南湖校区）"]["名录中相近的名称（请人工判断）"] == "云台大学"
    assert said["北港职业技术学院"]["名录中相近的名称（请人工判断）"] is None
    assert "（未填权利人）" in said


def test_without_a_list_every_name_is_unchecked(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    result = run_loop(patents, enterprises, tmp_path / "out", institutions=None, today=TODAY)
    assert result.institutions_unlisted == result.institutions == 4
    checks = {row["核对结果"] for row in rows_of(tmp_path / "out" / "04-名称核对.xlsx", "单位名称核对")}
    assert checks == {"未与名录核对"}


def test_top_bounds_both_lists(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    run_loop(patents, enterprises, tmp_path / "out", institutions=None, today=TODAY, top=1)
    for sheet in ("按专利", "按企业"):
        assert {row["名次"] for row in rows_of(tmp_path / "out" / "03-供需匹配.xlsx", sheet)} == {1}


def test_same_files_give_the_same_bytes(tmp_path: Path, done: RUN) -> None:
    _, out = done
    patents, enterprises, institutions = sample_files(tmp_path)
    run_loop(patents, enterprises, tmp_path / "out", institutions=institutions, today=TODAY)
    for path in out.iterdir():
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes(), path.name


def test_demonstration_is_marked_in_every_file(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    out = tmp_path / "out"
    run_loop(patents, enterprises, out, institutions=None, today=TODAY, demonstration=True)
    for path in out.glob("*.xlsx"):
        pages = [page for page in openpyxl.load_workbook(path).worksheets if page.sheet_state == "visible"]
        assert all(page.oddHeader.center.text == "示例数据" for page in pages)
    assert open_source(out / "02-盘点档案.xlsx", load("dossier")).is_demonstration
    assert "示例数据" in (out / "report.html").read_text("utf-8")


def test_demonstration_is_also_told_by_the_files(tmp_path: Path) -> None:
    patents, enterprises, _ = sample_files(tmp_path)
    run_loop(patents, enterprises, tmp_path / "first", institutions=None, today=TODAY, demonstration=True)
    again = run_loop(
        tmp_path / "first" / "01-基础库.xlsx", enterprises, tmp_path / "second", institutions=None, today=TODAY
    )
    assert again.demonstration
