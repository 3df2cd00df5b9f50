"""Passkeys and one-time codes in Chromium, with an authenticator that the browser plays itself."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.node import UserNode
from tests.journeys.steps import PASSWORD, fill_sign_in

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(arrive: Arrive, node: UserNode) -> Page:
    """By name: a browser keeps no passkey for a bare address."""
    come: Page = arrive()
    session = come.context.new_cdp_session(come)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    come.goto(f"http://localhost:{node.port}/sign-in/")
    return come


def sign_out(page: Page) -> None:
    page.locator("details.hs-account summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(re.compile("/sign-in/"))


def add_passkey(page: Page, name: str) -> None:
    page.goto(page.url.split("/sign-in/")[0].rstrip("/") + "/account/passkeys/add/")
    page.get_by_label("给它起个名字").fill(name)
    page.get_by_role("button", name="添加").click()
    expect(page.locator("h1")).to_have_text("请保存恢复码")
    page.get_by_role("link", name="已保存好").click()
    expect(page.locator("#factors")).to_contain_text(name)


def test_a_passkey_signs_in_alone_as_second_step_and_as_confirmation(page: Page, node: UserNode) -> None:
    base = f"http://localhost:{node.port}"
    fill_sign_in(page, "zymu-office")
    page.wait_for_url(f"{base}/")
    add_passkey(page, "办公室电脑")

    sign_out(page)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(f"{base}/")

    sign_out(page)
    fill_sign_in(page, "zymu-office")
    page.wait_for_url(re.compile("/sign-in/second/"))
    page.get_by_role("button", name="用通行密钥验证").click()
    page.wait_for_url(f"{base}/")

    page.goto(f"{base}/confirm/?next=/account/security/")
    page.get_by_role("button", name="用通行密钥确认").click()
    page.wait_for_url(f"{base}/account/security/")

    page.get_by_role("button", name="删除通行密钥 办公室电脑").click()
    page.locator("#hs-confirm").get_by_role("button", name="确定").click()
    expect(page.get_by_role("status")).to_contain_text("通行密钥已删除")

    sign_out(page)
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert").first).to_contain_text("没有认出这个通行密钥")
    fill_sign_in(page, "zymu-office", password=PASSWORD)
    page.wait_for_url(f"{base}/")


def test_one_time_codes_on_a_phone_without_scripts(arrive: Arrive) -> None:
    page = arrive("dtpc-office", width="phone", scripts=False)
    page.goto("/account/security/")
    page.locator("#factors").get_by_role("button", name="启用").click()
    expect(page.get_by_alt_text("动态口令二维码")).to_be_visible()
    secret = page.locator("p code").inner_text().replace(" ", "")
    page.get_by_label("应用里显示的 6 位数字").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="启用").click()
    recovery = page.locator(".hs-codes code").first.inner_text()
    page.get_by_role("link", name="已保存好").click()
    page.locator("details.hs-account summary").click()
    page.get_by_role("button", name="退出登录").click()
    fill_sign_in(page, "dtpc-office")
    page.wait_for_url(re.compile("/sign-in/second/"))
    page.get_by_label("动态口令或恢复码").fill(recovery)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: url.endswith("/"))
    page.goto("/account/security/")
    page.locator("#factors").get_by_role("button", name="停用").click()
    expect(page.get_by_role("status")).to_contain_text("动态口令已停用")
