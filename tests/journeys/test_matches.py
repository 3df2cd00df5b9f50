"""Both sides of a match see who and why, and the reasons are the score."""

import time

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Arrive
from tests.journeys.steps import go, total

pytestmark = pytest.mark.browser

MATCHED_SECONDS = 60
ROUNDING = 0.005  # of each number shown


def test_an_enterprise_reads_what_is_recommended_and_why(arrive: Arrive) -> None:
    page = arrive("enterprise1")
    go(page, "供需对接", "匹配结果")
    cards = page.locator(".hs-match")
    assert cards.count() == 5
    for card in cards.all():
        assert_reasons_make_the_score(card)
    scores = [shown_score(card) for card in cards.all()]
    assert scores == sorted(scores, reverse=True)
    assert total(page) >= 5
    title = cards.first.get_by_role("heading").inner_text()
    cards.first.get_by_role("link", name="看专利详情").click()
    expect(page.locator("h1")).to_have_text(title)


def test_a_need_that_an_enterprise_states_brings_what_answers_it_forward(arrive: Arrive) -> None:
    page = arrive("enterprise3")
    page.goto("/matching/?sort=-rank")
    last = page.locator("tbody tr").first
    title, score = last.get_by_role("link").inner_text(), listed_score(last)

    go(page, "供需对接", "企业画像")
    page.get_by_label("技术需求").fill(f"寻找{title}，用于新产线")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("企业画像已保存")).to_be_visible()

    page.goto(f"/matching/?q={title}")
    end = time.monotonic() + MATCHED_SECONDS
    while listed_score(page.locator("tbody tr").first) <= score and time.monotonic() < end:
        page.wait_for_timeout(500)
        page.reload()
    assert listed_score(page.locator("tbody tr").first) > score


def test_an_institution_reads_who_was_matched_and_the_reasons_of_one_pair(arrive: Arrive) -> None:
    page = arrive("lcut-office")
    page.goto("/matching/")
    assert total(page) > 0
    first = page.locator("tbody tr").first
    patent = first.get_by_role("link").inner_text()
    enterprise = first.locator("td[data-label=企业]").inner_text()
    score = listed_score(first)
    first.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(enterprise)
    card = page.locator(".hs-match")
    expect(card.get_by_role("heading")).to_have_text(patent)
    assert abs(shown_score(card) - score) <= ROUNDING
    assert_reasons_make_the_score(card)
    expect(page.locator("main ol li", has_text=enterprise)).to_be_visible()


def listed_score(row: Locator) -> float:
    return float(row.locator("td.hs-number").last.inner_text())


def shown_score(card: Locator) -> float:
    return float(card.locator(".hs-match-score strong").inner_text())


def assert_reasons_make_the_score(card: Locator) -> None:
    reasons = card.locator(".hs-reasons li")
    values = [float(one) for one in reasons.locator(".hs-number").all_inner_texts()]
    assert len(values) >= 2
    assert all(reasons.locator(".hs-reason-label").all_inner_texts())
    assert card.locator("mark").count() >= 1
    assert abs(sum(values) - shown_score(card)) <= ROUNDING * (len(values) + 1)
