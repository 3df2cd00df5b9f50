"""Doors: what is somebody else's does not exist, and who must sign in comes back to where they wanted to go."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.steps import fill_sign_in

pytestmark = pytest.mark.browser


def test_a_dossier_of_another_institution_is_not_found(arrive: Arrive) -> None:
    owner = arrive("jyet-office")
    owner.goto("/inventory/")
    owner.locator("tbody .hs-row-link").first.click()
    title = owner.locator("h1").inner_text()
    path = owner.url

    other = arrive("lcut-office")
    answer = other.goto(path)
    assert answer
    assert answer.status == 404
    expect(other.locator("h1")).to_have_text("没有找到")
    assert title not in other.content()


def test_a_guarded_page_asks_to_sign_in_and_then_opens(arrive: Arrive) -> None:
    page = arrive()
    page.goto("/patents/?kind=design")
    page.wait_for_url(asks_to_sign_in)
    fill_sign_in(page, "lcut-office")
    page.wait_for_url(lambda url: url.endswith("/patents/?kind=design"))
    expect(page.locator("h1")).to_have_text("专利基础库")


def test_a_wrong_password_opens_nothing_and_says_so(arrive: Arrive) -> None:
    page = arrive()
    page.goto("/sign-in/")
    fill_sign_in(page, "lcut-office", password="huoshui")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    page.goto("/patents/")
    page.wait_for_url(asks_to_sign_in)


def asks_to_sign_in(url: str) -> bool:
    return "/sign-in/?next=/patents/" in url
