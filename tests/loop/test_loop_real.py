"""The loop on a slice of real files: nothing is dropped without being named."""

from datetime import date
from itertools import islice
from pathlib import Path

import openpyxl
import pytest

from huoshui_core.loop import LoopResult, run_loop
from huoshui_core.standards import Problem, load
from huoshui_core.standards.reading import read_records

PATENTS = 400
ENTERPRISES = 1_500


def head(source: Path, target: Path, rows: int) -> Path:
    with source.open(encoding="utf-8-sig") as lines:
        target.write_text("".join(islice(lines, rows + 1)), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> LoopResult:
    folder = tmp_path_factory.mktemp("real")
    universities = shared_data / "patents_cn" / "cnipa_gazette_2019-07_universities_dev.csv"
    companies = shared_data / "enterprises" / "companies_from_gazette.csv"
    return run_loop(
        head(universities, folder / "patents.csv", PATENTS),
        head(companies, folder / "enterprises.csv", ENTERPRISES),
        folder / "out",
        institutions=shared_data / "universities" / "universities_moe.csv",
        today=date(2026, 11, 20),
    )


def test_every_row_is_in_scope_outside_or_refused(done: LoopResult) -> None:
    refused = len({(problem.file, problem.line) for problem in done.problems})
    assert done.in_scope + done.out_of_scope + refused == PATENTS
    assert done.in_scope > 0.95 * PATENTS


def test_nearly_every_patent_finds_an_enterprise_with_a_reason(done: LoopResult) -> None:
    assert done.matched > 0.9 * done.in_scope
    page = openpyxl.load_workbook(done.out / "03-供需匹配.xlsx", read_only=True)["按专利"]
    reasons = [row[-1] for row in page.iter_rows(min_row=2, values_only=True)]
    assert len(reasons) == done.match_rows
    assert all(str(reason).strip() for reason in reasons)


def test_prefilled_dossiers_satisfy_the_standard(done: LoopResult) -> None:
    rows = list(read_records(done.out / "02-盘点档案.xlsx", load("dossier")))
    assert not [row for row in rows if isinstance(row, Problem)]
    assert len(rows) == done.candidates
