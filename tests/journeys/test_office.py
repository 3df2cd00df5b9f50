"""The office of a university brings its patents and takes its list away."""

import itertools
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from huoshui.patents.tests.files import UTILITY, csv_file
from huoshui_core.demonstration import Demonstration
from tests.journeys.conftest import Arrive
from tests.journeys.steps import import_patents, reload_until, row, total, upload

pytestmark = pytest.mark.browser

OFFICE = "xfau-office"
LIST = "/patents/?q=育秧盘&sort=-publication_no"
Row = dict[str, str]


@pytest.fixture
def own(region: Demonstration, serial: "itertools.count[int]") -> list[Row]:
    """Two patents of the office's university, never loaded before."""
    [name] = [one.name for one in region.institutions if one.key == OFFICE.partition("-")[0]]
    numbers = [f"CN{next(serial)}U" for _ in range(2)]
    return [
        UTILITY | {"公开（公告）号": one, "标题": f"一种育秧盘{one}", "申请人": name, "申请人类型": "高校"}
        for one in numbers
    ]


def test_the_office_mends_a_bad_row_and_imports_its_patents(arrive: Arrive, own: list[Row], tmp_path: Path) -> None:
    page = arrive(OFFICE)
    good, other = own
    bad = other | {"公开（公告）日": "2018-13-40"}
    upload(page, csv_file(tmp_path, good, bad, name="本校专利.csv"))
    problem = row(page, "2018-13-40")
    for shown in ("第 3 行", "公开（公告）日"):
        expect(problem).to_contain_text(shown)

    assert listed(page, own) == []

    page.goto("/patents/import/")
    row(page, "本校专利.csv").first.get_by_role("link").click()
    page.get_by_role("button", name="放弃").click()
    upload(page, csv_file(tmp_path, good, other, name="本校专利.csv"))
    expect(page.locator(".hs-figure", has_text="新增")).to_contain_text("2行")
    assert listed(page, own) == []

    page.go_back()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_text("已导入：新增 2 件")).to_be_visible()
    wait_until_found(page, own)
    assert listed(page, own) == own


def test_a_file_brought_twice_has_nothing_left_to_import(arrive: Arrive, own: list[Row], tmp_path: Path) -> None:
    page = arrive(OFFICE)
    path = csv_file(tmp_path, *own)
    import_patents(page, path)
    upload(page, path)
    expect(page.locator(".hs-figure", has_text="未变")).to_contain_text("2行")
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    wait_until_found(page, own)
    assert listed(page, own) == own


def wait_until_found(page: Page, patents: list[Row]) -> None:
    """The index hears of an import a moment after it."""
    page.goto(LIST)
    for one in patents:
        reload_until(page, row(page, one["公开（公告）号"]))


def listed(page: Page, patents: list[Row]) -> list[Row]:
    """Those that the office's list shows, once each."""
    page.goto(LIST)
    return [one for one in patents if row(page, one["公开（公告）号"]).count() == 1]


def test_the_workbook_holds_every_row_of_the_list_and_says_that_they_are_invented(
    arrive: Arrive, tmp_path: Path
) -> None:
    page = arrive(OFFICE)
    page.goto("/patents/?kind=utility")
    shown = total(page)
    assert shown > 20
    with page.expect_download() as coming:
        page.get_by_role("link", name="Excel").click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    book = load_workbook(path)
    rows = [[cell for cell in line if cell is not None] for line in book.worksheets[0].values]
    heading = next(at for at, line in enumerate(rows) if "专利名称" in line)
    assert len([line for line in rows[heading + 1 :] if len(line) > 1]) == shown
    assert "示例数据" in str(rows)
