"""A patent's way from the inventor's phone to the public catalogue."""

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from huoshui.patents.tests.files import GRANT, csv_file
from huoshui_core.demonstration import Demonstration
from tests.journeys.conftest import Arrive
from tests.journeys.steps import import_patents, rarest_pair, reload_until, total

pytestmark = pytest.mark.browser

SCENE = "用于冶金企业的现场检测，减少停机"


def test_a_patent_goes_from_the_inventors_phone_to_the_public_catalogue(arrive: Arrive, region: Demonstration) -> None:
    phone = arrive("lcut-material2", width="phone")
    phone.goto("/inventory/?state=unopened")
    phone.locator(".hs-row-link").first.click()
    path, title = phone.url, phone.locator("h1").inner_text()
    accept_suggestions(phone)
    assert_gaps_are_shown(phone)
    fill_rest(phone)
    submit(phone)

    secretary = arrive("lcut-material")
    secretary.goto("/inventory/?state=college_review")
    secretary.get_by_role("link", name=title, exact=True).click()
    expect(secretary.get_by_text(SCENE)).to_be_visible()
    secretary.get_by_role("button", name="院系审核通过").click()
    expect(secretary.get_by_text("院系审核通过：1 件")).to_be_visible()

    office = arrive("lcut-office")
    office.goto(path)
    office.get_by_role("button", name="审核通过入库").click()
    expect(office.get_by_text("审核通过入库：1 件")).to_be_visible()

    visitor = arrive()
    find(visitor, rarest_pair(title, region), title)
    before = total(visitor)
    visitor.locator("#facets details", has_text="单位").last.locator("summary").click()
    visitor.locator("#facets").get_by_role("link", name="麓澧理工大学").click()
    assert 0 < total(visitor) <= before
    visitor.get_by_role("link", name=title, exact=True).click()
    expect(visitor.locator("h1")).to_have_text(title)
    expect(visitor.get_by_text(SCENE)).to_be_visible()
    expect(visitor.get_by_text("许可").first).to_be_visible()


def test_an_office_alone_takes_an_imported_patent_to_the_catalogue(
    arrive: Arrive, region: Demonstration, serial: "itertools.count[int]", tmp_path: Path
) -> None:
    page = arrive("zymu-office")
    [name] = [one.name for one in region.institutions if one.key == "zymu"]
    publication_no, title = f"CN{next(serial) - 100_000_000}B", "一种鳜鱼苗暂养槽"
    patent = GRANT | {
        "公开（公告）号": publication_no,
        "申请号": "",
        "标题": title,
        "申请人": name,
        "申请人类型": "高校",
    }
    import_patents(page, csv_file(tmp_path, patent))

    page.goto(f"/inventory/?q={publication_no}")
    reload_until(page, page.locator(".hs-row-link"))
    page.locator(".hs-row-link").click()
    path = page.url
    fill_rest(page)
    submit(page)
    for button in ("院系审核通过", "审核通过入库"):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text(f"{button}：1 件")).to_be_visible()
    find(arrive(), "鳜鱼", title)


def test_a_dossier_is_confirmed_without_scripts(arrive: Arrive) -> None:
    page = arrive("lcut-chemistry2", width="phone", scripts=False)
    page.goto("/inventory/?state=unopened")
    page.locator(".hs-row-link").first.click()
    path = page.url
    accept_suggestions(page)
    fill_rest(page)
    submit(page)
    page.goto(path)
    expect(page.get_by_text("待院系审核")).to_be_visible()


def assert_gaps_are_shown(page: Page) -> None:
    """First by the browser, then, where a browser lets it pass, by the node; nothing is lost on the way."""
    page.get_by_label("应用场景").fill("")
    page.get_by_label("产业化前景").fill("三年内可以量产")
    page.get_by_role("button", name="确认并提交").click()
    assert page.locator("form :invalid").count() > 0
    page.locator("form:has([name=version])").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="确认并提交").click()
    problems = page.get_by_role("alert")
    for label in ("应用场景", "专利实施状态（含产业化）", "是否属于财政资助科研项目形成的专利"):
        expect(problems).to_contain_text(f"{label}：提交前必填")
    assert "应用场景：应用场景" not in problems.inner_text()
    expect(page.get_by_label("产业化前景")).to_have_value("三年内可以量产")


def accept_suggestions(page: Page) -> None:
    """What the text says is filled in already; what a person wrote instead gives way to it at one tap."""
    expect(page.get_by_text("已按建议填写").first).to_be_visible()
    industry = page.locator("[name=industry_codes]")
    suggested = industry.input_value()
    assert suggested
    industry.fill("01")
    page.get_by_role("button", name="存草稿").click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    expect(industry).to_have_value("01")
    page.locator("button[name=accept][value=industry_codes]").click()
    expect(industry).to_have_value(suggested)


def fill_rest(page: Page) -> None:
    page.get_by_label("应用场景").fill(SCENE)
    for group, choice in (
        ("是否属于财政资助", "否"),
        ("专利实施状态", "未实施"),
        ("转化意愿", "许可"),
        ("技术成熟度", "5级"),
        ("专利价值分级自评", "四星"),
    ):
        page.get_by_role("group", name=group).locator("label", has_text=choice).first.click()


def submit(page: Page) -> None:
    page.get_by_role("button", name="确认并提交").click()
    expect(page.get_by_text("已提交审核")).to_be_visible()


def find(page: Page, words: str, title: str) -> None:
    """The catalogue shows what was accepted as soon as the worker has indexed it."""
    hit = page.get_by_role("link", name=title, exact=True)
    page.goto("/catalogue/")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="检索").click()
    reload_until(page, hit)
