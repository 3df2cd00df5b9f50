"""The style guide in a real browser: under the content policy, at both widths, with and without scripts."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route
from tools.screens import WIDTHS

from huoshui.web.headers import CONTENT_SECURITY_POLICY
from huoshui.web.styleguide import sample_context

pytestmark = pytest.mark.browser

NODE = "http://node.test"
Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, settings: object) -> Iterator[Opener]:
    """Opens the style guide; files come from the finders, so neither a server nor a database is needed."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    html = render_to_string("styleguide.html", sample_context())
    contexts = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(NODE).split("?")[0]
        if not path.startswith("/static/"):
            policy = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)
            return
        file = Path(finders.find(path.removeprefix("/static/")) or "/missing")
        route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])

    def open_page(width: str = "desk", *, scripts: bool = True) -> Page:
        wide, high = WIDTHS[width]
        context = browser.new_context(viewport={"width": wide, "height": high}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", answer)
        page.goto(f"{NODE}/style-guide/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_breaks_the_content_policy_or_scrolls_sideways(opened: Opener, width: str) -> None:
    page = opened(width)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.reload()
    page.wait_for_selector("canvas")
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[width][0]


def test_a_drawn_chart_folds_its_table_twin_away(opened: Opener) -> None:
    page = opened()
    page.wait_for_selector("canvas")
    assert page.locator("details.hs-twin").count() == page.locator("[data-drawn]").count() == 3
    assert page.locator("details.hs-twin[open]").count() == 0


def test_without_scripts_the_table_twins_stand_open_and_the_filters_too(opened: Opener) -> None:
    page = opened("phone", scripts=False)
    assert page.locator("details.hs-twin[open]").count() == 3
    assert page.locator("input[name=q]").is_visible()


def test_accepting_a_suggestion_fills_the_field_in_place(opened: Opener) -> None:
    page = opened("phone")
    page.get_by_role("button", name="采用建议").click()
    assert page.locator("input[name=maturity]:checked").get_attribute("value") == "5"
    assert page.get_by_text("已按建议填写：").count() == 3


def test_a_form_that_asks_is_sent_only_after_yes(opened: Opener) -> None:
    page = opened()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="批量催办").click()
    page.get_by_role("button", name="取消").click()
    assert sent == []
    page.get_by_role("button", name="批量催办").click()
    with page.expect_navigation():
        page.get_by_role("button", name="确定").click()
    assert len(sent) == 1


def test_filtering_renews_the_list_and_keeps_its_order_in_the_address(opened: Opener) -> None:
    page = opened()
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    with page.expect_response("**kind=utility**"):
        page.select_option("select[name=kind]", "utility")
    page.wait_for_url("**kind=utility**")
    assert "sort=-grant_date" in page.url
    assert page.locator("h1[data-kept]").count() == 1


def test_a_long_list_of_choices_narrows_as_one_types(opened: Opener) -> None:
    page = opened("phone")
    page.locator("[data-more] summary").click()
    page.locator("[data-narrow]").fill("汽车")
    visible = page.locator("[data-more] label:visible")
    assert visible.count() >= 1
    chosen = visible.first.inner_text()
    visible.first.click()
    assert chosen in page.locator("[data-chosen]").inner_text()
