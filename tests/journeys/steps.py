"""What people do on several journeys, and how a page is read."""

import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect

from huoshui_core.demonstration import Demonstration

PASSWORD = "huoshui-demo"
WORKER_SECONDS = 10
TOTALS = ".hs-pager strong, .rs-top strong"


def fill_sign_in(page: Page, username: str, *, password: str = PASSWORD) -> None:
    form = page.locator("form").filter(has=page.get_by_role("heading", name="登录"))
    form.get_by_label("用户名").fill(username)
    form.get_by_label("密码").fill(password)
    form.get_by_role("button", name="登录").click()


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in/")
    fill_sign_in(page, username)
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def go(page: Page, group: str, place: str) -> None:
    """By the navigation bar."""
    bar = page.get_by_role("navigation", name="主导航")
    bar.locator("summary", has_text=group).click()
    bar.get_by_role("link", name=place).click()


def total(page: Page) -> int:
    """How many rows the list on the page says it has."""
    shown = page.locator(TOTALS)
    if shown.count() == 0:
        assert page.locator(".hs-empty").is_visible()
        return 0
    return int(shown.first.inner_text().replace(",", ""))


def row(page: Page, text: str) -> Locator:
    return page.locator("table.hs-table tbody tr").filter(has_text=text)


def upload(page: Page, path: Path) -> Response:
    """Brings a file to the import page; answers what came first."""
    page.goto("/patents/import/")
    page.get_by_label("专利清单文件").set_input_files(path)
    with page.expect_response(lambda one: one.request.method == "POST") as answered:
        page.get_by_role("button", name="上传并检查").click()
    page.wait_for_load_state()
    return answered.value


def import_patents(page: Page, path: Path) -> None:
    upload(page, path)
    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("已导入：").wait_for()


def reload_until(page: Page, wanted: Locator, *, seconds: float = WORKER_SECONDS) -> None:
    """For what the worker does: it has some time."""
    end = time.monotonic() + seconds
    while wanted.count() == 0 and time.monotonic() < end:
        page.wait_for_timeout(300)
        page.reload()
    expect(wanted.first).to_be_visible()


def rarest_pair(title: str, region: Demonstration) -> str:
    """The two letters of a title that the fewest titles of the region hold."""
    pairs = re.findall(r"(?=([\u4e00-\u9fff]{2}))", title)
    titles = [str(one.record["title"]) for one in region.patents]
    return min(pairs, key=lambda pair: sum(pair in one for one in titles))
