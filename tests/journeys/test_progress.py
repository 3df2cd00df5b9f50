"""A province sees where its institutions stand, and what every figure counts."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.steps import total

pytestmark = pytest.mark.browser

INSTITUTIONS = 3
ROWS = "#list .hs-list tbody tr"
Figure = tuple[str, int, str]  # what, value, address of the list


def test_a_province_sees_a_chart_its_table_and_the_list_behind_each_figure(arrive: Arrive) -> None:
    page = arrive("hn-ipo")
    page.goto("/monitoring/")
    expect(page.locator("figure canvas")).to_be_visible()
    page.locator("figure summary", has_text="数据表").click()
    named = page.locator("figure tbody th").all_inner_texts()
    assert names(page) == ["合计", *named]
    some = [figure for name in ("合计", *named[:INSTITUTIONS]) for figure in figures(page, name)]
    assert differences(page, some) == []


@pytest.mark.parametrize("query", ["institution_type=hospital", "line=1"])
def test_figures_of_a_narrowed_page_open_lists_as_narrow(arrive: Arrive, query: str) -> None:
    page = arrive("hn-ipo")
    page.goto(f"/monitoring/?{query}")
    assert differences(page, figures(page, names(page)[0])) == []


@pytest.mark.parametrize("username", ["hn-ipo", "xfau-office", "lcut-material", "lcut-information1", "enterprise2"])
def test_figures_on_the_first_page_open_lists_of_as_many(arrive: Arrive, username: str) -> None:
    page = arrive(username)
    page.goto("/")
    cards = page.locator(".hs-figure").all()
    shown = [(one, one.locator(".hs-figure-value").inner_text()) for one in cards]
    counted = [
        (text, int(text.removesuffix("件").replace(",", "")), card.locator("a").get_attribute("href") or "")
        for card, text in shown
        if text.endswith("件")
    ]
    assert counted
    assert differences(page, counted) == []


def names(page: Page) -> list[str]:
    return page.locator(f"{ROWS} td.hs-lead").all_inner_texts()


def figures(page: Page, name: str) -> list[Figure]:
    """What the row of an institution counts; a rate counts nothing of its own."""
    cells = page.locator(ROWS).nth(names(page).index(name)).locator("td[data-label*=（件）]").all()
    assert cells
    return [
        (
            f"{name} {cell.get_attribute('data-label')}",
            int(cell.inner_text().replace(",", "")),
            cell.get_by_role("link").get_attribute("href") or "",
        )
        for cell in cells
    ]


def differences(page: Page, found: list[Figure]) -> list[str]:
    """Figures whose list holds another number of rows."""
    told = []
    for what, value, address in found:
        page.goto(address)
        if (counted := total(page)) != value:
            told.append(f"{what}: {value}, its list {address} has {counted}")
    return told
